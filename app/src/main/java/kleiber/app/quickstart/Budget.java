package kleiber.app.quickstart;

import java.util.List;
import java.util.function.Consumer;
import kleiber.core.schema.ConfigValues;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;

/**
 * How much compute fits into the time there is. Time is nearly proportional to compute, so one
 * forecast of a middling experiment tells the largest budget, and a second corrects it for the
 * shapes that this one is made of.
 *
 * @param experiment what is to be trained
 * @param wishes what was asked of it
 * @param machine where
 * @param notes told what is being timed
 */
record Budget(Experiment experiment, List<Wish> wishes, Machine machine, Consumer<String> notes) {
  private static final int ROUNDS = 2;

  /**
   * The experiment whose runs, held-out ones included, take about {@code seconds}.
   *
   * @throws kleiber.core.KleiberException where the text is too small for any, before anything is
   *     timed
   */
  QuickstartDraft affordable(double seconds) throws InterruptedException {
    ConfigValues asked = experiment.asked(wishes);
    Planner planner = Planner.of(experiment, machine, notes);
    Text.of(planner, asked).require();
    double budget = QuickstartRecipe.FIRST_GUESS_FLOPS;
    for (int round = 0; round < ROUNDS; round++) {
      budget = next(draft(planner, asked, budget), seconds);
    }
    QuickstartDraft draft = draft(planner, asked, budget);
    draft.require();
    return draft;
  }

  /** Tokens grow as the root of compute where tokens per parameter stay the same. */
  static double next(QuickstartDraft draft, double seconds) {
    return next(draft.largestBudget(), draft.seconds(), draft.epochs(), seconds);
  }

  static double next(double budget, double takes, double epochs, double seconds) {
    double affordable = budget * seconds / takes;
    double most = budget * Math.pow(QuickstartRecipe.MOST_EPOCHS / epochs, 2);
    return Math.max(QuickstartRecipe.LEAST_FLOPS, Math.min(most, affordable));
  }

  private static QuickstartDraft draft(Planner planner, ConfigValues asked, double largest)
      throws InterruptedException {
    ConfigValues spec = planner.experiment().upTo(asked, largest);
    Sweep fitted = planner.sweep(spec, List.of());
    List<HeldOutModel> models =
        Experiment.askedOf(spec).holdOut().stream()
            .map(factor -> factor * largest)
            .map(flops -> new HeldOutModel(usualSize(flops), flops))
            .toList();
    return new QuickstartDraft(largest, spec, fitted, HeldOutRuns.of(planner, spec, models));
  }

  /** N of the usual tokens per parameter, with C = 6·N·D. */
  private static double usualSize(double flops) {
    return Math.sqrt(flops / 6 / QuickstartRecipe.TOKENS_PER_PARAM);
  }
}
