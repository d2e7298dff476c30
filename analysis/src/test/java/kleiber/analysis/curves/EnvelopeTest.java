package kleiber.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.ColumnUnits;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.Run;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeTest {
  @TempDir Path folder;

  /** Loss falls as if every point ended a run: the envelope is then that of the surface. */
  private static List<Curve> curves(int sizes) {
    List<Curve> curves = new ArrayList<>();
    for (int k = 0; k < sizes; k++) {
      double n = 1e5 * Math.pow(1.2, k);
      List<Curve.Point> points = new ArrayList<>();
      for (double flops = 1e14; flops < 1e19; flops *= 1.3) {
        double d = flops / 6 / n;
        double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
        points.add(new Curve.Point(flops, d, loss));
      }
      curves.add(new Curve("run " + k, n, points));
    }
    return curves;
  }

  @Test
  void theEnvelopeGivesTheExponentOfTheSurface() {
    Envelope envelope = Envelope.of(curves(50));
    assertThat(envelope.size().a()).isCloseTo(.28 / .62, within(0.01));
    assertThat(envelope.warnings()).isEmpty();
    assertThat(envelope.points())
        .allSatisfy(p -> assertThat(p.loss()).isEqualTo(lowest(p.flops()), within(1e-12)));
  }

  private static double lowest(double flops) {
    return curves(50).stream().mapToDouble(c -> c.lossAt(flops)).min().orElseThrow();
  }

  @Test
  void tooFewSizesAreNamedAndGiveNoExponent() {
    Envelope envelope = Envelope.of(curves(2));
    assertThat(envelope.size()).isNull();
    assertThat(envelope.warnings()).singleElement().asString().startsWith("envelope:");
    assertThat(Envelope.of(curves(1))).isNull();
  }

  private List<Curve> read(String rows) throws Exception {
    String header = "id,totalParams,nonEmbeddingParams,step,tokens,flopsExact,lossNats,kind\n";
    return CurvesReader.read(
        Files.writeString(folder.resolve("curves.csv"), header + rows),
        Convention.TOTAL_EXACT,
        ColumnUnits.NONE);
  }

  @Test
  void evaluationsArePreferredToTrainingLosses() throws Exception {
    List<Curve> curves =
        read("a,10,5,1,100,1e3,5,train\na,10,5,1,100,1e3,4,eval\na,10,5,2,200,2e3,3,eval\n");
    assertThat(curves).hasSize(1);
    assertThat(curves.get(0).points()).extracting(Curve.Point::loss).containsExactly(4.0, 3.0);
  }

  @Test
  void trainingLossesAreSmoothed() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 100; i++) {
      double loss = 4 + (i % 2 == 0 ? 0.1 : -0.1);
      rows.append(String.format(Locale.ROOT, "a,10,5,%d,%d,%d,%.2f,train%n", i, i, i, loss));
    }
    Curve curve = read(rows.toString()).get(0);
    assertThat(curve.points()).hasSize(100);
    assertThat(curve.lossAt(70)).isCloseTo(4, within(0.02));
    assertThat(curve.lossAt(101)).isNaN();
  }

  @Test
  void keysOfLaterRowsAreColumnsAndCellsMayHaveSuffixes() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("curves.jsonl"),
            """
            {"id": "a", "totalParams": "70m", "lossNats": 4, "tokens": "1 B"}
            {"id": "a", "totalParams": 70000000, "lossNats": 3, "tokens": 2e9, "flopsExact": 1e18}
            """);
    List<Curve> curves = CurvesReader.read(file, Convention.TOTAL_6ND, ColumnUnits.NONE);
    assertThat(curves.get(0).points())
        .extracting(Curve.Point::flops)
        .containsExactly(6 * 7e7 * 1e9, 6 * 7e7 * 2e9);
    assertThatThrownBy(() -> CurvesReader.read(file, Convention.TOTAL_EXACT, ColumnUnits.NONE))
        .hasMessageContaining("row 1, column flopsExact: \"\"");
  }

  @Test
  void aCurveInAnotherUnitThanItsRunIsRefused() throws Exception {
    List<Curve> curves = read("a,70,5,1,100,1e3,4,eval\na,70,5,2,200,2e3,3,eval\n");
    Run run = new Run("a", Map.of(Input.N, 7e7, Input.D, 200.0), 3, "a", false);
    assertThatThrownBy(() -> Curve.of(List.of(run), curves))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("run a has 70.0 parameters in its learning curve and 7.00e+07");
  }

  @Test
  void aRunWithoutANameOrOfTwoSizesIsNoCurve() {
    assertThatThrownBy(() -> read("a,10,5,1,100,1e3,4,eval\n,10,5,2,200,2e3,3,eval\n"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("row 2", "id is empty");
    assertThatThrownBy(() -> read("a,10,5,1,100,1e3,4,eval\na,20,5,2,200,2e3,3,eval\n"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("row 2", "another number of parameters");
  }

  @Test
  void aPointWithoutAFiniteLossIsNoPointOfACurve() throws Exception {
    List<Curve> curves =
        read("a,10,5,1,100,1e3,4,train\na,10,5,2,200,2e3,NaN,train\nb,10,5,1,100,1e3,inf,train\n");
    assertThat(curves).hasSize(1);
    assertThat(curves.get(0).points()).hasSize(1);
    assertThat(curves.get(0).lastFlops()).isEqualTo(1e3);
  }

  @Test
  void badCellsAndMissingColumnsAreNamed() throws Exception {
    assertThatThrownBy(() -> read("a,10,5,1,100,1e3,four,eval\n"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("row 1, column lossNats");
    Path file = Files.writeString(folder.resolve("other.csv"), "id,loss\na,1\n");
    assertThatThrownBy(() -> CurvesReader.read(file, Convention.BODY_6ND, ColumnUnits.NONE))
        .hasMessageContaining("lossNats, nor nonEmbeddingParams, nor tokens");
  }
}
