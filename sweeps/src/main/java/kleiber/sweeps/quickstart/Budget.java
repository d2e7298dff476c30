package kleiber.sweeps.quickstart;

import java.util.function.Consumer;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;

/**
 * How much compute fits into the time there is. Time is nearly proportional to compute, so one
 * forecast of a middling experiment tells the largest budget, and a second corrects it for the
 * shapes that this one is made of.
 *
 * @param experiment what is to be trained
 * @param machine where
 * @param notes told what is being timed
 */
public record Budget(Experiment experiment, Machine machine, Consumer<String> notes) {
  private static final double FIRST_GUESS = 2e12;
  private static final int ROUNDS = 2;

  /** Small enough for seconds on one core, large enough for every model to learn something. */
  private static final double LEAST = 2e11;

  /** Several epochs over the embedded text: more would measure repetition. */
  private static final double MOST = 1e14;

  /** The largest budget in FLOPs with which all runs take about {@code seconds}. */
  public double affordable(double seconds, long seed) throws InterruptedException {
    double budget = FIRST_GUESS;
    for (int round = 0; round < ROUNDS; round++) {
      budget *= seconds / forecast(budget, seed);
      budget = Math.max(LEAST, Math.min(MOST, budget));
    }
    return budget;
  }

  private double forecast(double budget, long seed) throws InterruptedException {
    Sweep sweep =
        Sweep.prepare(experiment.draft(budget, seed), experiment.folder(), machine, notes);
    return sweep.forecast().totalSeconds(sweep.plan());
  }
}
