package kleiber.sweeps.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.core.schema.ConfigReference;
import kleiber.core.testing.Checkout;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedSweepsTest {
  private static final Path PAGE = Checkout.path("docs/sweeps.md");
  private static final String START = "<!-- reference: generated from the records -->\n";
  private static final String END = "<!-- end of reference -->\n";

  static Stream<Path> shipped() throws Exception {
    Path experiments = Checkout.path("configs/experiments");
    return Stream.concat(
        Files.list(Checkout.path("configs/sweeps")).sorted(),
        Stream.of("mup-rates.yaml", "standard-rates.yaml").map(experiments::resolve));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedSweepLoadsAndHasRuns(Path path) {
    SweepFile file = SweepFile.read(path);
    assertThat(file.spec().name()).isEqualTo(path.getFileName().toString().replace(".yaml", ""));
    assertThat(file.spec().design().expand()).isNotEmpty();
  }

  /** With -Dkleiber.docs=write the reference in the page is written again. */
  @Test
  void theReferenceInThePageIsUpToDate() throws Exception {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(START) + START.length());
    String after = page.substring(page.indexOf(END));
    String expected =
        before + "\n" + ConfigReference.markdown(SweepSpec.class).strip() + "\n\n" + after;
    if ("write".equals(System.getProperty("kleiber.docs"))) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE)
        .as(
            "run mvn -pl sweeps -am test -Dtest=ShippedSweepsTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dkleiber.docs=write")
        .hasContent(expected);
  }

  @Test
  void axesAreListsRangesAndZippedKeys() {
    Design.Grid grid =
        new Design.Grid(new LinkedHashMap<>(Map.of("optimizer.lr", "log(1e-4, 1e-2, 3)")));
    assertThat(grid.expand())
        .extracting(row -> row.values().get("optimizer.lr"))
        .containsExactly("0.0001", "0.001", "0.01");
    Design.Grid zipped =
        new Design.Grid(
            Map.of("model.layers, model.width", List.of(List.of("2", "64"), List.of("4", "128"))));
    assertThat(zipped.expand())
        .extracting(row -> row.values().get("model.layers") + "x" + row.values().get("model.width"))
        .containsExactly("2x64", "4x128");
    assertThatThrownBy(() -> new Design.Grid(Map.of("a, b", List.of("1"))))
        .hasMessageContaining("lists of 2 values");
  }

  @Test
  void tablesAreStraightBetweenPointsInLogarithms() {
    Rule table = new Rule.Table(List.of(1e4, 1e6), List.of(1e-2, 1e-3));
    assertThat(at(table, 1e5)).isCloseTo(1e-2 / Math.sqrt(10), Offset.offset(1e-12));
    assertThat(at(table, 1)).isEqualTo(1e-2);
    assertThat(at(table, 1e9)).isEqualTo(1e-3);
    assertThat(at(new Rule.Power(2, -0.5), 4)).isEqualTo(1);
  }

  private static double at(Rule rule, double x) {
    return rule.law("optimizer.lr", SweepSpec.Count.TOTAL).at(x, x, 1).getAsDouble();
  }
}
