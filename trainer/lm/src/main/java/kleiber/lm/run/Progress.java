package kleiber.lm.run;

import kleiber.record.Metric;

/** What a run tells while it runs. Whoever listens overrides what they want to hear. */
public interface Progress {
  /** One sentence for the user. */
  default void note(String sentence) {}

  /** A warning for the user. */
  default void warn(String sentence) {}

  /** The run has diverged; {@code reason} begins with the step. */
  default void diverged(String reason) {
    warn("diverged at " + reason);
  }

  /** The loss of a step's batch, in nats per token; before {@link #step} is told of it. */
  default void loss(long step, double nats) {}

  /** A step was taken; {@code metric} is null unless the step was logged. */
  default void step(long step, long totalSteps, Metric.Step metric) {}

  /** {@code done} of the {@code all} sequences of an evaluation are through. */
  default void evaluating(long done, long all) {}

  /** The validation split was evaluated. */
  default void evaluated(Metric.Evaluation evaluation, long totalSteps) {}

  /** A checkpoint was written after {@code step} steps. */
  default void saved(long step) {}

  /** Listens to nothing. */
  static Progress silent() {
    return new Progress() {};
  }
}
