package kleiber.sweeps.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.plan.Units;
import kleiber.sweeps.schedule.Eta;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.trainer.runlog.Outcome;

/**
 * A sweep's progress for people: on a terminal a block that is drawn again in place, otherwise a
 * line an event and a summary now and then. Failures are printed when they happen and stay.
 */
final class SweepProgress implements SweepListener {
  private static final long REDRAW_NANOS = 200_000_000;
  private static final long SUMMARY_NANOS = 10_000_000_000L;
  private static final int BAR = 16;

  private final PrintWriter out;
  private final boolean terminal;
  private final String name;
  private final Eta eta;
  private final int runs;
  private final Map<QueuedRun, Position> running = new LinkedHashMap<>();
  private int ended;
  private int failed;
  private long drawn = System.nanoTime();
  private int openLines;

  /** Where a running run is. */
  private record Position(long step, long totalSteps, Double lossNats) {}

  /** The progress of a sweep that is about to run. */
  static SweepProgress of(Sweep sweep, PrintWriter out) {
    List<QueuedRun> queue = sweep.queue();
    Eta eta = new Eta(queue, sweep.forecast().machine().slots().size());
    return new SweepProgress(out, Terminal.isPresent(), sweep.plan().name(), eta, queue.size());
  }

  private SweepProgress(PrintWriter out, boolean terminal, String name, Eta eta, int runs) {
    this.out = out;
    this.terminal = terminal;
    this.name = name;
    this.eta = eta;
    this.runs = runs;
  }

  @Override
  public void started(QueuedRun run, int slot) {
    running.put(run, new Position(0, 0, null));
    eta.started(run);
    if (!terminal) {
      line(run.id() + " started");
    }
  }

  @Override
  public void stepped(QueuedRun run, long step, long totalSteps, Double lossNats) {
    running.put(run, new Position(step, totalSteps, lossNats));
    eta.stepped(run, step, totalSteps);
  }

  @Override
  public void retrying(QueuedRun run, String reason, int attempt) {
    running.remove(run);
    eta.dropped(run);
    line(run.id() + ": " + reason + "; attempt " + attempt + " follows");
  }

  @Override
  public void ended(QueuedRun run, Outcome outcome, String message) {
    boolean before = running.remove(run) == null;
    eta.ended(run);
    ended++;
    failed += outcome == Outcome.COMPLETED ? 0 : 1;
    String word = outcome.name().toLowerCase(Locale.ROOT);
    if (outcome != Outcome.COMPLETED) {
      line("[" + ended + "/" + runs + "] " + run.id() + " " + word + ": " + message);
    } else if (!terminal && !before) {
      line("[" + ended + "/" + runs + "] " + run.id() + " " + word);
    }
  }

  @Override
  public void left(QueuedRun run) {
    running.remove(run);
    eta.dropped(run);
  }

  @Override
  public void note(QueuedRun run, String sentence) {}

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - drawn < (terminal ? REDRAW_NANOS : SUMMARY_NANOS)) {
      return;
    }
    drawn = now;
    if (terminal) {
      draw();
    } else {
      line(summary());
    }
  }

  /** Removes the block. */
  void finish() {
    erase();
    out.flush();
  }

  private void line(String text) {
    erase();
    out.println(text);
    out.flush();
  }

  private String summary() {
    String failures = failed == 0 ? "" : ", " + failed + " of them not completed";
    return String.format(
        Locale.ROOT,
        "%s: %d of %d runs ended%s, %d running, %s left",
        name,
        ended,
        runs,
        failures,
        running.size(),
        Units.duration(eta.secondsLeft()));
  }

  private void draw() {
    List<String> lines = new ArrayList<>(Collections.singletonList(summary()));
    running.forEach((run, at) -> lines.add(describe(run, at)));
    erase();
    int width = Terminal.columns() - 1;
    for (String text : lines) {
      out.println(text.substring(0, Math.min(width, text.length())));
    }
    openLines = lines.size();
    out.flush();
  }

  private static String describe(QueuedRun run, Position at) {
    int filled = at.totalSteps() == 0 ? 0 : (int) (BAR * at.step() / at.totalSteps());
    String loss =
        at.lossNats() == null ? "" : String.format(Locale.ROOT, "  loss %.4f", at.lossNats());
    return String.format(
        Locale.ROOT,
        "  [%s%s] %s  step %,d/%,d%s",
        "=".repeat(filled),
        " ".repeat(BAR - filled),
        run.id(),
        at.step(),
        at.totalSteps(),
        loss);
  }

  private void erase() {
    if (openLines > 0) {
      out.print("\u001b[" + openLines + "A\r\u001b[J");
      openLines = 0;
    }
  }
}
