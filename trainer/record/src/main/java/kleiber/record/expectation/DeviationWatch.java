package kleiber.record.expectation;

import java.util.Optional;

/**
 * Compares the mean of a run's last losses with what is expected. One batch says little: at a few
 * hundred tokens its loss varies by several per cent. The mean of {@link #STEPS} varies by a fifth
 * of that, and a clean run is outside of {@link #WIDTH} standard deviations at some time in fewer
 * than one of twenty runs.
 */
public final class DeviationWatch {
  /** Steps whose losses are averaged. */
  public static final int STEPS = 25;

  /** Half the width of the band, in standard deviations of such a mean in a new run. */
  public static final double WIDTH = 4;

  private final Expectation expectation;
  private final double[] residuals = new double[STEPS];
  private long seen;
  private boolean told;
  private State state;

  /** A watch of one run. */
  public DeviationWatch(Expectation expectation) {
    this.expectation = expectation;
  }

  /**
   * How a run stands.
   *
   * @param step the last step
   * @param mean geometric mean of its last losses, in nats per token
   * @param band that this should be in
   */
  public record State(long step, double mean, Expectation.Band band) {
    /** Whether it is not. */
    public boolean isOutside() {
      return mean < band.low() || mean > band.high();
    }
  }

  /** Takes the loss of a step; steps come in order, the first of them anywhere. */
  public void loss(long step, double nats) {
    int at = (int) (step - 1);
    state = null;
    if (step < expectation.from()
        || at >= expectation.logLosses().length
        || Double.isNaN(expectation.logLosses()[at])) {
      seen = 0;
      return;
    }
    residuals[(int) (seen++ % STEPS)] = Math.log(nats) - expectation.logLosses()[at];
    if (seen >= STEPS) {
      double mean = 0;
      for (double residual : residuals) {
        mean += residual / STEPS;
      }
      double half =
          WIDTH * Math.hypot(expectation.runSds()[at], expectation.batchSd() / Math.sqrt(STEPS));
      double expected = expectation.logLosses()[at];
      state =
          new State(
              step,
              Math.exp(expected + mean),
              new Expectation.Band(Math.exp(expected - half), Math.exp(expected + half)));
    }
  }

  /** How the run stands after its last step; empty where too little was seen to say. */
  public Optional<State> state() {
    return Optional.ofNullable(state);
  }

  /** The first time that the run is outside of the band; empty at all other times. */
  public Optional<State> firstOutside() {
    if (told || state == null || !state.isOutside()) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(state);
  }
}
