package kleiber.analysis.anneal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.fit.Descent;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * Fits a curve law to every logged point of some runs of one size. The noise of each kind of loss
 * is found with the law, from the residuals of the fit before.
 */
public final class CurveFitter {
  /** A law holds from this many warm-ups on: before, weights still leave where they began. */
  static final double FROM_WARMUPS = 2;

  /** Noise in the logarithm of a loss before any residual is known, and the least there is. */
  private static final Map<LoggedRun.Kind, double[]> NOISE =
      new EnumMap<>(
          Map.of(
              LoggedRun.Kind.BATCH, new double[] {0.05, 1e-3},
              LoggedRun.Kind.PART, new double[] {0.005, 1e-3},
              LoggedRun.Kind.WHOLE, new double[] {0.003, 1e-3}));

  /** Fewer points of a kind than these tell nothing of its noise. */
  private static final int ENOUGH = 8;

  private static final int ROUNDS = 4;
  private static final int ITERATIONS = 200;
  private static final double TOLERANCE = 1e-7;

  private final CurveLaw law;
  private final List<LoggedRun> runs;
  private final CurveLaw.Scale scale;
  private final List<CurveProblem.Point> points = new ArrayList<>();
  private final Map<LoggedRun.Kind, Double> noise = new EnumMap<>(LoggedRun.Kind.class);

  private CurveFitter(CurveLaw law, List<LoggedRun> runs) {
    this.law = law;
    this.runs = runs;
    double logs = 0;
    double rate = 0;
    for (int i = 0; i < runs.size(); i++) {
      Rates rates = runs.get(i).rates();
      rate = Math.max(rate, rates.highest());
      for (LoggedRun.Loss loss : runs.get(i).losses()) {
        if (loss.step() > FROM_WARMUPS * rates.warmup()) {
          points.add(new CurveProblem.Point(i, rates, loss));
          noise.put(loss.kind(), NOISE.get(loss.kind())[0]);
          logs += Math.log(rates.area(loss.step()));
        }
      }
    }
    this.scale = new CurveLaw.Scale(Math.exp(logs / Math.max(1, points.size())), rate);
  }

  /**
   * The fit to all points of {@code runs} after their warm-ups.
   *
   * @throws KleiberException where the runs are of several sizes or batches, or their points are
   *     too few
   */
  public static CurveFit fit(CurveLaw law, List<LoggedRun> runs) {
    requireAlike(runs);
    CurveFitter fitter = new CurveFitter(law, runs);
    if (fitter.points.size() < 5 * law.size()) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%d logged points after the warm-ups are too few for the %d parameters of law %s; log"
                  + " more often (log.every) or give more runs",
              fitter.points.size(),
              law.size(),
              law.id()));
    }
    return fitter.fit();
  }

  private static void requireAlike(List<LoggedRun> runs) {
    LoggedRun first = runs.get(0);
    for (LoggedRun run : runs) {
      if (!run.isOf(first.n(), first.tokensPerStep())) {
        throw KleiberException.usage(
            String.format(
                Locale.ROOT,
                "run %s has %,.0f parameters and %,.0f tokens per step, run %s %,.0f and %,.0f: a"
                    + " curve law is of one size and one batch; choose runs with --fit",
                Shown.value(first.id()),
                first.n(),
                first.tokensPerStep(),
                Shown.value(run.id()),
                run.n(),
                run.tokensPerStep()));
      }
    }
  }

  private CurveFit fit() {
    CurveProblem problem = problem();
    Descent.End best =
        starts(problem).parallelStream()
            .map(start -> new Descent(problem(), ITERATIONS).run(start, TOLERANCE))
            .filter(end -> Double.isFinite(end.value()))
            .min(Comparator.comparingDouble(Descent.End::value))
            .orElseThrow(
                () ->
                    KleiberException.usage(
                        "law " + law.id() + " is not finite anywhere on these runs"));
    for (int round = 0; round < ROUNDS; round++) {
      measureNoise(problem, best.p());
      problem = problem();
      best = new Descent(problem, ITERATIONS).run(best.p(), TOLERANCE);
    }
    return new Misfit(problem, points, noise).report(law, scale, runs, best.p());
  }

  private CurveProblem problem() {
    return new CurveProblem(law, scale, points, noise);
  }

  private List<double[]> starts(CurveProblem problem) {
    double least = runs.stream().mapToDouble(run -> run.end().nats()).min().orElseThrow();
    List<double[]> starts = new ArrayList<>();
    for (double alpha : new double[] {0.2, 0.5}) {
      for (double floor : new double[] {0.5, 0.85}) {
        for (double[] drop : law.starts()) {
          double[] q = new double[problem.size()];
          int at = problem.offsets().size();
          q[at] = Math.log(floor * least);
          q[at + 1] = Math.log((1.15 - floor) * least);
          q[at + 2] = alpha;
          System.arraycopy(drop, 0, q, at + 3, drop.length);
          starts.add(q);
        }
      }
    }
    return starts;
  }

  /** From the median residual of each kind, which a run that deviates does not move. */
  private void measureNoise(CurveProblem problem, double[] q) {
    double[] row = new double[q.length];
    for (LoggedRun.Kind kind : List.copyOf(noise.keySet())) {
      double[] sizes =
          points.stream()
              .filter(point -> point.loss().kind() == kind)
              .mapToDouble(point -> Math.abs(problem.residual(q, point, row)))
              .sorted()
              .toArray();
      if (sizes.length >= ENOUGH) {
        double median = Arrays.stream(sizes).skip(sizes.length / 2).findFirst().orElseThrow();
        noise.put(kind, Math.max(1.4826 * median, NOISE.get(kind)[1]));
      }
    }
  }
}
