package kleiber.analysis.anneal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.record.expectation.Expectation;
import kleiber.record.expectation.RunPlan;

/** What a fitted curve law expects of a run's training losses. */
public final class FitExpectation {
  /** The law is evaluated at so many steps, and between them a line is drawn. */
  private static final int NODES = 512;

  /** Rates and lengths beyond what was fitted by more than this are said to be so. */
  private static final double BEYOND = 1.05;

  private FitExpectation() {}

  /**
   * What the law in {@code file} expects of a run.
   *
   * @throws KleiberException where the file holds no such law, or one of other runs
   */
  public static Expectation read(Path file, RunPlan plan) {
    CurveFit fit = CurveFit.read(file);
    requireAlike(file, fit, plan);
    Rates rates = Rates.ofEveryStep(plan.rates());
    long from = Math.round(CurveFitter.FROM_WARMUPS * rates.warmup()) + 1;
    int steps = plan.rates().length;
    double[] logLosses = new double[steps];
    double[] runSds = new double[steps];
    Arrays.fill(logLosses, Double.NaN);
    double offset = fit.offsets().getOrDefault(LoggedRun.Kind.BATCH, 0.0);
    long before = 0;
    for (int i = 0; i <= NODES && from <= steps; i++) {
      long step = from + Math.round((steps - from) * (double) i / NODES);
      CurveFit.Predicted node = fit.predict(rates, step);
      double logLoss = Math.log(node.loss()) + offset;
      for (long each = before + 1; before > 0 && each < step; each++) {
        double part = (each - before) / (double) (step - before);
        logLosses[(int) each - 1] =
            logLosses[(int) before - 1] + part * (logLoss - logLosses[(int) before - 1]);
        runSds[(int) each - 1] = Math.max(node.sd(), runSds[(int) before - 1]);
      }
      logLosses[(int) step - 1] = logLoss;
      runSds[(int) step - 1] = node.sd();
      before = step;
    }
    double batchSd = fit.noise().get(LoggedRun.Kind.BATCH);
    List<String> notes = notes(fit, rates);
    if (Arrays.stream(logLosses).skip(from).anyMatch(Double::isNaN)) {
      notes.add(
          "the law falls below a loss of zero in a part of this run, so there it expects nothing");
    }
    return new Expectation(from, logLosses, batchSd, runSds, notes);
  }

  private static void requireAlike(Path file, CurveFit fit, RunPlan plan) {
    if (!LoggedRun.areAlike(fit.n(), fit.tokensPerStep(), plan.params(), plan.tokensPerStep())) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s is of runs with %,.0f parameters and %,.0f tokens per step, and this run has %,.0f"
                  + " and %s; fit runs like this one, or leave --expect out",
              file,
              fit.n(),
              fit.tokensPerStep(),
              plan.params(),
              Double.isNaN(plan.tokensPerStep())
                  ? "a batch that grows"
                  : String.format(Locale.ROOT, "%,.0f", plan.tokensPerStep())));
    }
  }

  private static List<String> notes(CurveFit fit, Rates rates) {
    List<String> notes = new ArrayList<>();
    CurveFit.Reach reach = fit.reach();
    if (rates.highest() > reach.highestPeak() * BEYOND
        || rates.highest() < reach.lowestPeak() / BEYOND) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the learning rate peaks at %.3g, and the law was fitted to runs from %.3g to %.3g:"
                  + " what it expects is an extrapolation",
              rates.highest(),
              reach.lowestPeak(),
              reach.highestPeak()));
    }
    if (rates.last() > reach.steps() * BEYOND) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the run has %,.0f steps, and the law was fitted up to %,.0f: what it expects beyond is"
                  + " an extrapolation",
              rates.last(),
              reach.steps()));
    }
    return notes;
  }
}
