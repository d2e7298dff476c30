package kleiber.analysis.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.law.Input;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.study.Evidence;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitFileTest {
  private static final double[] ZERO = {0, 0, 0};

  @TempDir private Path folder;

  private static FitReport fit() {
    DataConstrained law = DataConstrained.of(Chinchilla.HOFFMANN);
    double[] p = {Math.log(15), Math.log(5)};
    List<Run> runs = new ArrayList<>();
    for (double n = 1e8; n < 2e9; n *= 4) {
      for (double d = 1e9; d < 1e11; d *= 4) {
        String id = "run " + runs.size();
        Map<Input, Double> inputs =
            Map.of(Input.N, n, Input.D, d, Input.C, 6 * n * d, Input.U, d / 8);
        runs.add(new Run(id, inputs, law.loss(p, ZERO, n, d, d / 8), id, false));
      }
    }
    return new FitStudy(Criterion.of(new Penalty.Huber(1e-3)), 20, 0.9, 1, false)
        .study(law, new Evidence(new Observations(runs, List.of(), Map.of(), "table")), false);
  }

  @Test
  void aFitThatWasReadSaysHowFarAPointLiesInTheWordsOfTheFitThatWasWritten() {
    FitReport report = fit();
    FittedLaw written = report.fit();
    Path file = folder.resolve("fit.json");
    FitFile.write(file, report);
    Map<Input, Double> far = Map.of(Input.N, 1e11, Input.D, 1e13, Input.U, 1e12);
    assertThat(written.distance(far).label()).contains("U ", "C ");
    assertThat(FitFile.read(file).fit().distance(far)).isEqualTo(written.distance(far));
  }
}
