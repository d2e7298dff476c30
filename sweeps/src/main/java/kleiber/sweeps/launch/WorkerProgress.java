package kleiber.sweeps.launch;

import java.util.function.Consumer;
import kleiber.lm.run.Progress;
import kleiber.record.Metric;

/** Sends a run's progress to the sweep, a few times a second at most. */
final class WorkerProgress implements Progress {
  private static final long INTERVAL_NANOS = 200_000_000;

  private final int slot;
  private final Consumer<Message> sink;
  private Double lossNats;
  private long sent;

  WorkerProgress(int slot, Consumer<Message> sink) {
    this.slot = slot;
    this.sink = sink;
    this.sent = System.nanoTime() - INTERVAL_NANOS;
  }

  @Override
  public void note(String sentence) {
    sink.accept(new Message.Note(slot, sentence));
  }

  @Override
  public void warn(String sentence) {
    sink.accept(new Message.Warning(slot, sentence));
  }

  /** The end of the run says so. */
  @Override
  public void diverged(String reason) {}

  @Override
  public void step(long step, long totalSteps, Metric.Step metric) {
    lossNats = metric == null ? lossNats : Double.valueOf(metric.lossNats());
    long now = System.nanoTime();
    if (now - sent > INTERVAL_NANOS) {
      sent = now;
      sink.accept(new Message.Step(slot, step, totalSteps, lossNats));
    }
  }

  @Override
  public void saved(long step) {
    sink.accept(new Message.Saved(slot));
  }
}
