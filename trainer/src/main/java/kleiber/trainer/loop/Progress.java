package kleiber.trainer.loop;

import kleiber.trainer.runlog.Metric;

/** What a run tells while it runs. */
public interface Progress {
  /** One sentence for the user. */
  void note(String sentence);

  /** A warning for the user. */
  void warn(String sentence);

  /** A step was taken; {@code metric} is null unless the step was logged. */
  void step(long step, long totalSteps, Metric.Step metric);

  /** {@code done} of the {@code all} sequences of an evaluation are through. */
  default void evaluating(long done, long all) {}

  /** The validation split was evaluated. */
  void evaluated(Metric.Evaluation evaluation, long totalSteps);

  /** A checkpoint was written after {@code step} steps. */
  default void saved(long step) {}

  /** Says nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void note(String sentence) {}

      @Override
      public void warn(String sentence) {}

      @Override
      public void step(long step, long totalSteps, Metric.Step metric) {}

      @Override
      public void evaluated(Metric.Evaluation evaluation, long totalSteps) {}
    };
  }
}
