package kleiber.sweeps.cli;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.trainer.runlog.Outcome;

/** A sweep's progress as plain lines. */
final class SweepProgress implements SweepListener, AutoCloseable {
  private final PrintWriter out;
  private final int runs;
  private int ended;

  SweepProgress(PrintWriter out, Plan plan) {
    this.out = out;
    this.runs = plan.runs().size();
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  @Override
  public void started(QueuedRun run, int slot) {
    line("%s started", run.id());
  }

  @Override
  public void stepped(QueuedRun run, long step, long totalSteps, Double lossNats) {}

  @Override
  public void retrying(QueuedRun run, String reason, int attempt) {
    line("%s: %s; attempt %d begins", run.id(), reason, attempt);
  }

  @Override
  public void ended(QueuedRun run, Outcome outcome, String message) {
    ended++;
    line(
        "[%d/%d] %s %s%s",
        ended,
        runs,
        run.id(),
        outcome.name().toLowerCase(Locale.ROOT),
        message == null ? "" : ": " + message);
  }

  @Override
  public void note(QueuedRun run, String sentence) {}

  @Override
  public void tick() {}

  @Override
  public void close() {}
}
