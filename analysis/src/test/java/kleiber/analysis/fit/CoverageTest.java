package kleiber.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;
import kleiber.analysis.uncertainty.Bootstrap;
import kleiber.analysis.uncertainty.Interval;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Over 200 simulated tables, 90 % intervals hold the truth 85 to 95 % of the time. */
@Tag("long")
class CoverageTest {
  private static final double[] TRUTH = {1.69, 406.4, .34, 410.7, .28};

  @Test
  void intervalsCoverTheTruth() {
    Law law = new Chinchilla();
    int[] covered = new int[TRUTH.length];
    for (int simulation = 0; simulation < 200; simulation++) {
      List<Run> runs = runs(new Random(simulation));
      Samples samples = Observations.samples(law, runs);
      Fitter fitter = new Fitter(law, new Penalty.Huber(1e-3));
      Fit fit = fitter.fit(samples);
      List<double[]> draws = Bootstrap.draws(fitter, fit, runs, samples, 400, simulation);
      for (int j = 0; j < TRUTH.length; j++) {
        int parameter = j;
        double[] values =
            draws.stream().mapToDouble(p -> law.published(p, fit.centres())[parameter]).toArray();
        covered[j] += Interval.central(values, 0.9).contains(TRUTH[j]) ? 1 : 0;
      }
    }
    for (int j = 0; j < covered.length; j++) {
      assertThat(covered[j]).as(law.parameters().get(j)).isBetween(170, 190);
    }
  }

  private static List<Run> runs(Random random) {
    List<Run> runs = new ArrayList<>();
    for (double n = 1e7; n < 2e10; n *= 2) {
      for (double d = 1e9; d < 1e12; d *= 2.2) {
        double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
        Map<Input, Double> inputs = Map.of(Input.N, n, Input.D, d, Input.C, 6 * n * d);
        double noisy = loss * Math.exp(0.005 * random.nextGaussian());
        runs.add(new Run("run " + runs.size(), inputs, noisy, "run " + runs.size(), false));
      }
    }
    return runs;
  }
}
