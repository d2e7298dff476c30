package kleiber.lm.run;

import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.optim.BatchSchedule;
import kleiber.record.expectation.RunPlan;

/** What a prepared run is going to do at each step. */
public final class PlannedRates {
  /** The rate of each step is held, as a number of eight bytes. */
  private static final long MOST_STEPS = 1 << 26;

  private PlannedRates() {}

  /**
   * The plan of a run.
   *
   * @throws KleiberException where it has too many steps to hold
   */
  public static RunPlan of(PreparedRun run) {
    TrainConfig config = run.config();
    int tokensPerSequence = run.data().layout().tokens();
    RunLength length = run.length();
    if (length.steps() > MOST_STEPS) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "--expect holds a number for every step, and %,d are more than %,d; leave it out",
              length.steps(),
              MOST_STEPS));
    }
    double[] rates = new double[(int) length.steps()];
    long tokens = 0;
    for (int done = 0; done < rates.length; done++) {
      tokens += (long) config.batch().sequencesAt(done, tokens) * tokensPerSequence;
      rates[done] = config.optimizer().lr() * config.lrFraction(done + 1, tokens, length);
    }
    boolean even = config.batch().schedule() instanceof BatchSchedule.Constant;
    return new RunPlan(
        run.size().totalParams(), even ? (double) tokens / rates.length : Double.NaN, rates);
  }
}
