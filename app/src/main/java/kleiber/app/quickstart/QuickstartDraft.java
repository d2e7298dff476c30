package kleiber.app.quickstart;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.Rounded;
import kleiber.core.schema.ConfigValues;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;

/**
 * A quickstart that could be.
 *
 * @param largestBudget that is fitted, in FLOPs
 * @param spec what it trains, without the held-out runs
 * @param fitted those that are fitted, with their forecast
 * @param heldOut the held-out runs, of the sizes that are likely to be best
 */
record QuickstartDraft(double largestBudget, ConfigValues spec, Sweep fitted, HeldOutRuns heldOut) {
  /** Seconds of training: the held-out runs begin when the others have ended. */
  double seconds() {
    return fittedSeconds() + heldOut.seconds();
  }

  double fittedSeconds() {
    return fitted.forecast().totalSeconds(fitted.plan());
  }

  /** All runs. */
  List<PlannedRun> runs() {
    return Stream.concat(fitted.plan().runs().stream(), heldOut.runs().stream()).toList();
  }

  /** Passes over the text of the run that reads most. */
  double epochs() {
    return longest().epochs();
  }

  /** The run that reads most of the text. */
  RunSize longest() {
    return runs().stream()
        .map(PlannedRun::size)
        .max(Comparator.comparingDouble(RunSize::epochs))
        .orElseThrow();
  }

  /**
   * Refuses an experiment from which no law can follow: of a large vocabulary even the smallest
   * model is too large, and all are nearly of that size.
   *
   * @throws KleiberException saying what would help
   */
  void require() {
    LongSummaryStatistics sizes =
        fitted.plan().runs().stream()
            .mapToLong(run -> run.size().params().totalParams())
            .summaryStatistics();
    if (sizes.getMax() < QuickstartRecipe.LEAST_RANGE * sizes.getMin()) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "budgets of %.2g FLOPs are too small for a vocabulary of %,d: models would have %s to"
                  + " %s parameters, and a law needs sizes that differ by a factor of %s; give more"
                  + " --minutes, or a --tokenizer of fewer tokens such as bytes or bpe:1024",
              largestBudget,
              longest().model().vocabulary(),
              Rounded.count(sizes.getMin()),
              Rounded.count(sizes.getMax()),
              QuickstartRecipe.LEAST_RANGE));
    }
  }
}
