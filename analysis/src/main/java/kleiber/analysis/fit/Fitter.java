package kleiber.analysis.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;

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

  private static final int POLISHED = 48;
  private static final int ITERATIONS = 400;
  private static final int SCREENING = 30;
  private static final int HOPS = 24;

  /** How far hops reach, in the size of each parameter. */
  private static final double[] REACHES = {0.02, 0.2, 0.6, 0.2};

  /** A parameter that changes the logarithm of no loss by more has vanished. */
  private static final double VANISHED = 1e-6;

  /** Widths, in the typical loss, from which an asymmetric penalty is narrowed. */
  private static final double[] WIDTHS = {1e-1, 1e-2, 1e-3};

  private final Law law;
  private final Penalty penalty;
  private final Optional<Belief> belief;

  /** A fitter of {@code law} under {@code penalty}. */
  public Fitter(Law law, Penalty penalty) {
    this(law, penalty, Optional.empty());
  }

  private Fitter(Law law, Penalty penalty, Optional<Belief> belief) {
    this.law = law;
    this.penalty = penalty;
    this.belief = belief;
  }

  /** One that also believes {@code prior}, as far as the noise of {@code samples} leaves room. */
  Fitter believing(FloorPrior prior, Samples samples) {
    double weight = problem(samples).dispersion(fit(samples).p());
    double least = Math.exp(Arrays.stream(samples.logLosses()).min().orElseThrow());
    int floor = law.parameters().indexOf(law.floor().orElseThrow());
    return new Fitter(law, penalty, Optional.of(new Belief(floor, prior, least, weight)));
  }

  /** The best fit to all samples. */
  public Fit fit(Samples samples) {
    record Scored(double[] start, double value) {}
    List<Scored> scored =
        law.starts(samples).parallelStream()
            .map(start -> law.manyOptima() ? screened(samples, start) : start)
            .map(start -> new Scored(start, problem(samples).value(start)))
            .filter(start -> Double.isFinite(start.value))
            .sorted(Comparator.comparingDouble(Scored::value))
            .toList();
    if (scored.isEmpty()) {
      throw KleiberException.usage(
          "law "
              + law.id()
              + " is not finite anywhere on these runs: are all their values in the same unit?");
    }
    List<Descent.End> ends =
        IntStream.range(0, Math.min(POLISHED, scored.size()))
            .parallel()
            .mapToObj(
                i -> descend(samples, scored.get(rank(i, scored.size())).start, i % WIDTHS.length))
            .toList();
    Descent.End best = ends.stream().min(Comparator.comparingDouble(Descent.End::value)).get();
    best = hopped(samples, best);
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

  /** The rank of the start polished as number {@code i}: half are the best, half from all over. */
  private static int rank(int i, int starts) {
    int best = POLISHED / 2;
    return i < best || starts <= POLISHED
        ? i
        : best + (i - best) * (starts - best) / (POLISHED - best);
  }

  /** The best of descents from points around an end, each around the best so far. */
  private Descent.End hopped(Samples samples, Descent.End end) {
    SeededStream random = SeededStream.of(0, "hops");
    Descent.End best = end;
    long at = 0;
    for (int hop = 0; hop < HOPS; hop++) {
      double[] p = best.p().clone();
      for (int j = 0; j < p.length; j++) {
        p[j] += REACHES[hop % REACHES.length] * (1 + Math.abs(p[j])) * random.normal(at++);
      }
      Descent.End next = descend(samples, p, hop % WIDTHS.length);
      best = next.value() < best.value() ? next : best;
    }
    return best;
  }

  /**
   * Fits to samples that differ a little from those of {@code fit}, in parallel, from where it
   * ended. A term that has vanished there could not come back, so then from the best start too.
   *
   * @param samples that were fitted
   * @param drawn samples of each refit, by its number
   */
  public List<double[]> refits(Fit fit, Samples samples, int count, IntFunction<Samples> drawn) {
    List<double[]> from = new ArrayList<>(List.of(fit.p()));
    if (vanished(fit.p(), samples)) {
      law.starts(samples).stream()
          .min(Comparator.comparingDouble(start -> problem(samples).value(start)))
          .ifPresent(from::add);
    }
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> drawn(i).refit(drawn.apply(i), from))
        .toList();
  }

  private Fitter drawn(int draw) {
    return new Fitter(law, penalty, belief.map(each -> each.drawn(draw)));
  }

  private double[] refit(Samples samples, List<double[]> from) {
    return from.stream()
        .map(start -> descend(samples, start, 0))
        .min(Comparator.comparingDouble(Descent.End::value))
        .orElseThrow()
        .p();
  }

  /** Whether some parameter changes no sample's loss. */
  private boolean vanished(double[] p, Samples samples) {
    double[] gradient = new double[p.length];
    double[] most = new double[p.length];
    for (double[] logs : samples.logs()) {
      law.logLoss(p, logs, gradient);
      for (int j = 0; j < p.length; j++) {
        most[j] = Math.max(most[j], Math.abs(gradient[j]));
      }
    }
    return Arrays.stream(most).anyMatch(size -> !(size > VANISHED));
  }

  /**
   * A start moved a little way down: among many optima the best start says little of the best end.
   */
  private double[] screened(Samples samples, double[] start) {
    double[] p =
        new Descent(problem(samples, new Penalty.Squared()), SCREENING).run(start, 1e-2).p();
    return new Descent(problem(samples), SCREENING).run(p, 1e-2).p();
  }

  private Problem problem(Samples samples, Penalty by) {
    return new Problem(law, samples, by, belief);
  }

  private Problem problem(Samples samples) {
    return problem(samples, penalty);
  }

  /**
   * Descends from {@code start}.
   *
   * @param way by which penalties: a wide one is smooth far from the optimum, but by way of it all
   *     starts may meet in one valley of several, so some go straight
   */
  private Descent.End descend(Samples samples, double[] start, int way) {
    double[] p = start;
    if (penalty instanceof Penalty.Asymmetric asymmetric) {
      for (double width = WIDTHS[way]; width > asymmetric.epsilon(); width /= 4) {
        Penalty wider = new Penalty.Asymmetric(asymmetric.over(), width);
        p = new Descent(problem(samples, wider), ITERATIONS).run(p, 1e-7).p();
      }
    } else if (way == 0 && !law.manyOptima()) {
      p = new Descent(problem(samples, new Penalty.Squared()), 60).run(p, 1e-3).p();
    }
    return new Descent(problem(samples), ITERATIONS).run(p, TOLERANCE);
  }
}
