package kleiber.analysis.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Fitter;
import kleiber.analysis.law.Samples;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.core.random.SeededStream;

/**
 * The smoothed pairs bootstrap: runs are drawn with replacement, those that differ by seed alone
 * together, a little noise takes the place of a little of each residual, and the law is fitted
 * again (Efron and Tibshirani 1993, chapters 9 and 16.5). A fit that minimises absolute residuals,
 * as Huber's penalty does where δ lies below the noise, goes through some of its points exactly,
 * and without smoothing their repetition makes intervals too wide (Hall, DiCiccio and Romano, On
 * smoothing and the bootstrap, Annals of Statistics 17, 1989).
 */
public final class Bootstrap {
  /** Silverman's width of a normal kernel, over σ, at one sample. */
  private static final double WIDTH = 1.06;

  /** Standard deviation of normal noise over the median of its size. */
  private static final double NORMAL = 1.4826;

  private final Samples samples;
  private final List<List<Integer>> clusters;
  private final double[] predicted;
  private final double noise;
  private final double kept;
  private final SeededStream random;

  private Bootstrap(Fit fit, List<Run> runs, Samples samples, long seed) {
    this.samples = samples;
    this.clusters = Observations.clusters(runs);
    this.random = SeededStream.of(seed, "bootstrap");
    this.predicted = fit.logLosses(samples);
    double width = WIDTH * Math.pow(samples.size(), -0.2);
    this.kept = 1 / Math.sqrt(1 + width * width);
    this.noise = kept * width * spread(fit.law().size());
  }

  /** Internal parameters of {@code count} refits. */
  public static List<double[]> draws(
      Fitter fitter, Fit fit, List<Run> runs, Samples samples, int count, long seed) {
    Bootstrap bootstrap = new Bootstrap(fit, runs, samples, seed);
    return fitter.refits(fit, samples, count, bootstrap::drawn);
  }

  /**
   * Standard deviation of residuals by their median, which outliers hardly move. A fit makes as
   * many residuals vanish as it has parameters: those are left out.
   */
  private double spread(int parameters) {
    double[] sizes = new double[predicted.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(samples.logLosses()[i] - predicted[i]);
    }
    Arrays.sort(sizes);
    double varying = (double) (sizes.length - parameters) / sizes.length;
    return NORMAL * sizes[(parameters + sizes.length) / 2] * Math.sqrt(varying);
  }

  private Samples drawn(int draw) {
    SeededStream stream = random.child(draw);
    int[] chosen =
        IntStream.range(0, clusters.size())
            .map(i -> (int) (clusters.size() * stream.uniform(i)))
            .flatMap(cluster -> clusters.get(cluster).stream().mapToInt(run -> run))
            .toArray();
    double[] logLosses = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      double residual = samples.logLosses()[chosen[i]] - predicted[chosen[i]];
      double jitter = noise * stream.normal(clusters.size() + i);
      logLosses[i] = predicted[chosen[i]] + kept * residual + jitter;
    }
    return new Samples(samples.centres(), samples.only(chosen).logs(), logLosses);
  }
}
