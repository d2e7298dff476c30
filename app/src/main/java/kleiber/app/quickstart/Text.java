package kleiber.app.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import kleiber.core.Count;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigValues;
import kleiber.core.text.TextFiles;
import kleiber.core.text.TextSource;
import kleiber.sweeps.plan.KnownRuns;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;

/**
 * The text of a quickstart, and what the shortest experiment asks of it.
 *
 * @param trainTokens tokens to train on
 * @param leastEpochs passes over it of the run that reads most, where budgets are the smallest
 */
record Text(long trainTokens, double leastEpochs) {
  private static final String NOT_TEXT = "--corpus: ";

  /**
   * Prepares the text.
   *
   * @param asked the spec without budgets
   * @throws KleiberException where it cannot be read
   */
  static Text of(Planner planner, ConfigValues asked) {
    Experiment experiment = planner.experiment();
    Plan plan =
        Plan.of(
            experiment.file(experiment.upTo(asked, QuickstartRecipe.LEAST_FLOPS), List.of()),
            planner.data(),
            KnownRuns.NONE);
    for (PlannedRun run : plan.runs()) {
      if (run.obstacle() != null) {
        throw KleiberException.usage(NOT_TEXT + run.obstacle());
      }
    }
    return new Text(
        plan.runs().get(0).size().uniqueTokens(),
        plan.runs().stream().mapToDouble(run -> run.size().epochs()).max().orElseThrow());
  }

  /** Refuses a text on which no law can be measured. */
  void require() {
    if (leastEpochs > QuickstartRecipe.TOO_MANY_EPOCHS) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%sthe text is too small: its %s to train on would be read %.0f times by the"
                  + " shortest runs that a quickstart makes, and at most %.0f tell anything; give"
                  + " at least %,.0f tokens",
              NOT_TEXT,
              Count.of(trainTokens, "token"),
              leastEpochs,
              QuickstartRecipe.TOO_MANY_EPOCHS,
              trainTokens * leastEpochs / QuickstartRecipe.TOO_MANY_EPOCHS));
    }
  }

  /** The fraction of files to hold out. */
  static double heldOutFraction(List<String> paths, String field) {
    TextSource source =
        new TextSource(paths, field, "**", false, StandardCharsets.UTF_8, "--corpus ");
    double bytes = Math.max(1, TextFiles.find(source).bytes());
    return Math.min(QuickstartRecipe.MOST_HELD_OUT, QuickstartRecipe.HELD_OUT_BYTES / bytes);
  }
}
