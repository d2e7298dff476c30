package kleiber.trainer.loop;

import java.time.Clock;
import kleiber.trainer.runlog.Metric;
import kleiber.trainer.runlog.MetricsLog;
import kleiber.trainer.runlog.TensorBoardWriter;

/** Tells of a run's steps and evaluations: the metrics, TensorBoard's copy, and whoever watches. */
final class RunLog implements AutoCloseable {
  private final MetricsLog metrics;
  private final TensorBoardWriter tensorBoard;
  private final Trainer trainer;
  private final Progress progress;
  private final Clock clock;
  private long loggedTokens;
  private long loggedNanos = System.nanoTime();

  /**
   * @param tensorBoard null for no copy
   */
  RunLog(
      MetricsLog metrics,
      TensorBoardWriter tensorBoard,
      Trainer trainer,
      Progress progress,
      Clock clock) {
    this.metrics = metrics;
    this.tensorBoard = tensorBoard;
    this.trainer = trainer;
    this.progress = progress;
    this.clock = clock;
    this.loggedTokens = trainer.tokens();
  }

  /**
   * Tells of a step.
   *
   * @param due whether it is to be recorded, not only shown
   */
  void step(Trainer.StepResult result, boolean due) {
    progress.step(trainer.steps(), trainer.totalSteps(), due ? record(result) : null);
  }

  private Metric.Step record(Trainer.StepResult result) {
    long now = System.nanoTime();
    double speed = (trainer.tokens() - loggedTokens) / ((now - loggedNanos) / 1e9);
    loggedTokens = trainer.tokens();
    loggedNanos = now;
    Metric.Step metric =
        new Metric.Step(
            trainer.steps(),
            trainer.tokens(),
            trainer.flops(),
            result.lossNats(),
            result.lr(),
            result.gradNorm(),
            speed);
    metrics.append(metric);
    scalar("train/lossNats", result.lossNats());
    scalar("train/lr", result.lr());
    scalar("train/gradNorm", result.gradNorm());
    return metric;
  }

  /** Tells of an evaluation, whose time no step's speed counts. */
  void evaluation(Metric.Evaluation evaluation) {
    metrics.append(evaluation);
    scalar("validation/lossNats", evaluation.lossNats());
    progress.evaluated(evaluation, trainer.totalSteps());
    loggedNanos = System.nanoTime();
  }

  private void scalar(String tag, double value) {
    if (tensorBoard != null) {
      tensorBoard.scalar(tag, trainer.steps(), value, clock.instant());
    }
  }

  /** Bytes of metrics that are on the disk, all so far. */
  long syncedLength() {
    metrics.sync();
    return metrics.length();
  }

  @Override
  public void close() {
    metrics.close();
  }
}
