package kleiber.analysis.planner;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.law.Input;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.uncertainty.Interval;

/**
 * A run worth training next, because it would shrink the interval of a prediction most. The
 * bootstrap draws say how the loss of a candidate and the predicted loss vary together; measuring
 * the one, with the residuals' noise, then fixes that part of the other (a linear Gaussian update,
 * each run after the one before).
 *
 * @param n parameters
 * @param d training tokens
 * @param flops it would cost
 * @param spread standard deviation of the predicted log loss once this run and those before it are
 *     there; 0.01 for 1 %
 */
public record NextRun(double n, double d, double flops, double spread) {
  private static final int RUNS = 3;
  private static final int GRID = 9;

  /** A spread below this is rounding: nothing that varies was fitted. */
  private static final double SURE = 1e-9;

  /** The standard deviation of the log loss predicted at a target, with the runs there are. */
  public static double spread(FittedLaw fit, double n, double d) {
    double[] draws = draws(fit, n, d);
    return Math.sqrt(dot(draws, draws));
  }

  /**
   * The best few, of sizes and tokens up to twice those fitted, none more expensive than {@code
   * mostFlops}.
   *
   * @param targetN parameters of the model whose loss is predicted
   * @param targetD its training tokens
   */
  public static List<NextRun> of(FittedLaw fit, double mostFlops, double targetN, double targetD) {
    record Candidate(double n, double d, double flops, double[] draws) {}
    Interval sizes = fit.range().get(Input.N);
    Interval tokens = fit.range().get(Input.D);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < GRID; i++) {
      for (int j = 0; j < GRID; j++) {
        double n = sizes.low() * Math.pow(2 * sizes.high() / sizes.low(), i / (GRID - 1.0));
        double d = tokens.low() * Math.pow(2 * tokens.high() / tokens.low(), j / (GRID - 1.0));
        double flops = fit.flopCount().flops(n, d);
        if (flops <= mostFlops) {
          candidates.add(new Candidate(n, d, flops, draws(fit, n, d)));
        }
      }
    }
    double noise = Math.pow(fit.internal().residualSd(), 2);
    double[] predicted = draws(fit, targetN, targetD);
    List<NextRun> runs = new ArrayList<>();
    if (Math.sqrt(dot(predicted, predicted)) < SURE) {
      return runs;
    }
    while (runs.size() < RUNS && !candidates.isEmpty()) {
      Candidate best = candidates.get(0);
      double most = -1;
      for (Candidate candidate : candidates) {
        double together = dot(predicted, candidate.draws);
        double gain = together * together / (dot(candidate.draws, candidate.draws) + noise);
        if (gain > most) {
          most = gain;
          best = candidate;
        }
      }
      double[] measured = best.draws.clone();
      condition(predicted, measured, noise);
      candidates.forEach(candidate -> condition(candidate.draws, measured, noise));
      runs.add(new NextRun(best.n, best.d, best.flops, Math.sqrt(dot(predicted, predicted))));
    }
    return runs;
  }

  /**
   * Log losses of the draws less their mean, over the root of their number: their dot products are
   * covariances.
   */
  private static double[] draws(FittedLaw fit, double n, double d) {
    double[] logs =
        fit.internal().draws().stream()
            .mapToDouble(p -> Math.log(fit.surface(p).loss(n, d)))
            .toArray();
    double mean = 0;
    for (double log : logs) {
      mean += log / logs.length;
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (logs[i] - mean) / Math.sqrt(logs.length - 1.0);
    }
    return logs;
  }

  /**
   * Takes out of {@code draws} what a noisy measurement would settle (Potter's square-root update).
   */
  private static void condition(double[] draws, double[] measured, double noise) {
    double variance = dot(measured, measured);
    if (variance == 0) {
      return;
    }
    double part = (1 - Math.sqrt(noise / (variance + noise))) / variance * dot(draws, measured);
    for (int i = 0; i < draws.length; i++) {
      draws[i] -= part * measured[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
