package kleiber.sweeps.quickstart;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;
import kleiber.sweeps.plan.Units;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.ConfigValues;

/**
 * A quickstart that could be.
 *
 * @param largestBudget that is fitted, in FLOPs
 * @param spec what it trains, without the held-out runs
 * @param fitted those that are fitted, with their forecast
 * @param heldOut the held-out runs, of the sizes that are likely to be best
 */
public record Draft(double largestBudget, ConfigValues spec, Sweep fitted, HeldOutRuns heldOut) {
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

  /** Different sizes among the runs that are fitted. */
  long sizes() {
    return fitted.plan().runs().stream()
        .mapToLong(run -> run.size().params().totalParams())
        .distinct()
        .count();
  }

  /**
   * Refuses an experiment from which no law can follow.
   *
   * @throws KleiberException saying what would help
   */
  void require() {
    if (sizes() < Recipe.FEWEST_SIZES) {
      RunSize size = longest();
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "budgets of %.2g FLOPs are too small for models of a vocabulary of %,d: the smallest"
                  + " has %s parameters, and a law needs %d sizes; give more --minutes, or a"
                  + " --tokenizer of fewer tokens such as bytes or bpe:1024",
              largestBudget,
              size.model().vocabulary(),
              Units.count(size.params().totalParams()),
              Recipe.FEWEST_SIZES));
    }
  }
}
