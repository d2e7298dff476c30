package kleiber.analysis.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.trainer.KleiberException;

/**
 * Fits a law from many starts. For every pair of exponents on a grid the coefficients are solved
 * for, so a few hundred starts cover what takes thousands over all five parameters; the best are
 * descended to convergence.
 */
public final class Fitter {
  /** The objective could fall by less than this part of itself. */
  static final double TOLERANCE = 1e-9;

  /** A fit counts as converged below this: a millionth of the objective. */
  private static final double ACCEPTED = 1e-6;

  /** Half the square of a log residual of 1e-10. */
  private static final double EXACT = 5e-21;

  private static final int POLISHED = 24;
  private static final int ITERATIONS = 400;
  private static final int SCREENING = 30;

  private final Law law;
  private final Penalty penalty;

  /** A fitter of {@code law} under {@code penalty}. */
  public Fitter(Law law, Penalty penalty) {
    this.law = law;
    this.penalty = penalty;
  }

  /** The best fit to all samples. */
  public Fit fit(Samples samples) {
    double[] weights = new double[samples.size()];
    Arrays.fill(weights, 1);
    record Scored(double[] start, double value) {}
    List<Scored> scored =
        law.starts(samples).parallelStream()
            .map(start -> law.manyOptima() ? screened(samples, weights, start) : start)
            .map(start -> new Scored(start, problem(samples, weights).value(start)))
            .filter(start -> Double.isFinite(start.value))
            .sorted(Comparator.comparingDouble(Scored::value))
            .toList();
    if (scored.isEmpty()) {
      throw KleiberException.usage(
          "law "
              + law.id()
              + " is not finite anywhere on these runs: are their values of one unit?");
    }
    List<Descent.End> ends =
        IntStream.range(0, Math.min(POLISHED, scored.size()))
            .parallel()
            .mapToObj(
                i -> {
                  boolean wideFirst = i % 2 == 0 && !law.manyOptima();
                  return descend(samples, weights, scored.get(i).start, wideFirst);
                })
            .toList();
    Descent.End best = ends.stream().min(Comparator.comparingDouble(Descent.End::value)).get();
    double limit = best.value() * (1 + 1e-4) + 1e-18;
    double agreeing = ends.stream().filter(e -> e.value() <= limit).count() / (double) ends.size();
    // At exact data the objective is rounding, of which no part means anything.
    boolean exact = best.value() <= EXACT * samples.size();
    return new Fit(
        law,
        best.p(),
        samples.centres(),
        best.value(),
        exact || best.converged(ACCEPTED),
        exact ? 1 : agreeing);
  }

  /**
   * Fits from known parameters, for samples that differ a little from those they were fitted to.
   *
   * @param weights how often each sample counts
   */
  public double[] refit(Samples samples, double[] weights, double[] from) {
    return descend(samples, weights, from, true).p();
  }

  /** Refits in parallel, in the order of {@code weights}. */
  public List<double[]> refits(Samples samples, List<double[]> weights, double[] from) {
    return IntStream.range(0, weights.size())
        .parallel()
        .mapToObj(i -> refit(samples, weights.get(i), from))
        .toList();
  }

  /**
   * A start moved a little way down: among many optima the best start says little of the best end.
   */
  private double[] screened(Samples samples, double[] weights, double[] start) {
    Problem squared = new Problem(law, samples, new Penalty.Squared(), weights);
    double[] p = new Descent(squared, SCREENING).run(start, 1e-2).p();
    return new Descent(problem(samples, weights), SCREENING).run(p, 1e-2).p();
  }

  private Problem problem(Samples samples, double[] weights) {
    return new Problem(law, samples, penalty, weights);
  }

  /**
   * Descends from {@code start}.
   *
   * @param wideFirst by way of a wide penalty, which is smooth far from the optimum; but all starts
   *     may then meet in one valley of several, so some go straight
   */
  private Descent.End descend(
      Samples samples, double[] weights, double[] start, boolean wideFirst) {
    double[] p = start;
    if (penalty instanceof Penalty.Asymmetric asymmetric) {
      for (double width = 0.1; width > asymmetric.epsilon(); width /= 4) {
        Penalty wider = new Penalty.Asymmetric(asymmetric.over(), width);
        p = new Descent(new Problem(law, samples, wider, weights), ITERATIONS).run(p, 1e-7).p();
      }
    } else if (wideFirst) {
      Problem squared = new Problem(law, samples, new Penalty.Squared(), weights);
      p = new Descent(squared, 60).run(p, 1e-3).p();
    }
    return new Descent(problem(samples, weights), ITERATIONS).run(p, TOLERANCE);
  }
}
