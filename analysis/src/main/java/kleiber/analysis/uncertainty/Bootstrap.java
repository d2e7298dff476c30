package kleiber.analysis.uncertainty;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Fitter;
import kleiber.analysis.law.Samples;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;
import kleiber.trainer.random.SeededStream;

/**
 * The pairs bootstrap: runs are drawn with replacement, those that differ by seed alone together,
 * and the law is fitted anew each time (Efron and Tibshirani 1993, chapter 9).
 */
public final class Bootstrap {
  private Bootstrap() {}

  /** Internal parameters of {@code count} refits. */
  public static List<double[]> draws(
      Fitter fitter, Fit fit, List<Run> runs, Samples samples, int count, long seed) {
    List<List<Integer>> clusters = Observations.clusters(runs);
    SeededStream random = SeededStream.of(seed, "bootstrap");
    List<double[]> weights = new ArrayList<>();
    long at = 0;
    for (int draw = 0; draw < count; draw++) {
      double[] weight = new double[runs.size()];
      for (int i = 0; i < clusters.size(); i++) {
        int chosen = (int) (clusters.size() * random.uniform(at++));
        clusters.get(chosen).forEach(run -> weight[run]++);
      }
      weights.add(weight);
    }
    return fitter.refits(samples, weights, fit.p());
  }
}
