package kleiber.app.sweep;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kleiber.app.LiveBlock;
import kleiber.app.Terminal;
import kleiber.core.Rounded;
import kleiber.record.Outcome;
import kleiber.record.Status;
import kleiber.sweeps.PlannedSweep;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.schedule.Eta;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;

/**
 * A sweep's progress for people: a line for each run that ends, with its loss, and how the others
 * stand, on a terminal in a block that is drawn again in place, otherwise now and then.
 */
public final class SweepProgress implements SweepListener {
  private static final long REDRAW_NANOS = 200_000_000;
  private static final long SUMMARY_NANOS = 10_000_000_000L;
  private static final int BAR = 16;

  private final PrintWriter out;
  private final Optional<LiveBlock> block;
  private final Set<String> told = new HashSet<>();
  private final Set<String> said = new HashSet<>();
  private String name;
  private Eta eta;
  private int runs;
  private final Map<QueuedRun, Position> running = new LinkedHashMap<>();
  private int ended;
  private int failed;
  private Double lowestLossNats;
  private long drawn = System.nanoTime();

  /** Where a running run is. */
  private record Position(long step, long totalSteps, Double lossNats) {}

  /** Progress for a terminal, or for a file. */
  public SweepProgress(PrintWriter out) {
    this.out = out;
    this.block = Terminal.find().map(size -> new LiveBlock(out, size::now));
  }

  /** The progress of a sweep that is about to run. */
  public static SweepProgress of(Sweep sweep, PrintWriter out) {
    SweepProgress progress = new SweepProgress(out);
    progress.begin(sweep);
    return progress;
  }

  /** Turns to a sweep that is about to run, or to its next round. */
  public SweepListener begin(Sweep sweep) {
    return begin(sweep.plan().name(), sweep.queue(), sweep.forecast().machine());
  }

  /** The same of a sweep that was planned before. */
  public SweepListener begin(PlannedSweep sweep) {
    return begin(sweep.ledger().name(), sweep.queue(), sweep.machine());
  }

  private SweepListener begin(String sweep, List<QueuedRun> queue, Machine machine) {
    eta = new Eta(queue, machine);
    name = sweep;
    runs = queue.size();
    ended = 0;
    failed = 0;
    running.clear();
    return this;
  }

  @Override
  public void started(QueuedRun run, int slot) {
    running.put(run, new Position(0, 0, null));
    eta.started(run, slot);
    if (block.isEmpty()) {
      line(run.id() + " started");
    }
  }

  @Override
  public void stepped(QueuedRun run, long step, long totalSteps, Double lossNats) {
    running.put(run, new Position(step, totalSteps, lossNats));
    eta.stepped(run, step, totalSteps);
  }

  /** Runs of a sweep say much the same, but for their numbers: that is told of the first. */
  @Override
  public void noted(QueuedRun run, String sentence) {
    if (said.add(sentence.replaceAll("[0-9][0-9.,e+-]*", "#"))) {
      line(run.id() + ": " + sentence);
    }
  }

  @Override
  public void warned(QueuedRun run, String sentence) {
    if (said.add(sentence)) {
      line(run.id() + ": warning: " + sentence);
    }
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
    Double loss = finalLoss(run);
    if (loss != null && (lowestLossNats == null || loss < lowestLossNats)) {
      lowestLossNats = loss;
    }
    String result = outcome == Outcome.COMPLETED ? losses("loss", loss) : ": " + message;
    boolean isNew = told.add(run.id());
    if (isNew && outcome != Outcome.COMPLETED || !before) {
      line("[" + ended + "/" + runs + "] " + run.id() + " " + outcome.word() + result);
    }
  }

  /** Null where nothing is held out, or where the run has no result. */
  private static Double finalLoss(QueuedRun run) {
    return run.directory()
        .look()
        .value()
        .map(Status::result)
        .map(Status.Result::finalLossNats)
        .orElse(null);
  }

  /** Nothing where it was not measured. */
  private static String losses(String name, Double lossNats) {
    return lossNats == null ? "" : String.format(Locale.ROOT, ", %s %.4f", name, lossNats);
  }

  @Override
  public void elsewhere(QueuedRun run, String holder) {
    line(run.id() + " is being trained by " + holder);
  }

  @Override
  public void unreadable(String id, String fault) {
    line("warning: " + id + " cannot be read: " + fault);
  }

  @Override
  public void left(QueuedRun run) {
    running.remove(run);
    eta.dropped(run);
  }

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - drawn < (block.isPresent() ? REDRAW_NANOS : SUMMARY_NANOS)) {
      return;
    }
    drawn = now;
    List<String> lines = new ArrayList<>(List.of(summary()));
    running.forEach((run, at) -> lines.add(describe(run, at)));
    block.ifPresentOrElse(live -> live.draw(lines), () -> lines.forEach(this::line));
  }

  /** Removes the block. */
  public void finish() {
    block.ifPresent(LiveBlock::erase);
    out.flush();
  }

  private void line(String text) {
    block.ifPresent(LiveBlock::erase);
    out.println(text);
    out.flush();
  }

  private String summary() {
    String failures = failed == 0 ? "" : ", " + failed + " of them not completed";
    return String.format(
        Locale.ROOT,
        "%s: %d of %d runs ended%s, %d running%s, %s left",
        name,
        ended,
        runs,
        failures,
        running.size(),
        losses("lowest loss", lowestLossNats),
        Rounded.duration(eta.secondsLeft()));
  }

  private static String describe(QueuedRun run, Position at) {
    int filled = at.totalSteps() == 0 ? 0 : (int) (BAR * at.step() / at.totalSteps());
    return String.format(
        Locale.ROOT,
        "  [%s%s] step %,d/%,d%s  %s",
        "=".repeat(filled),
        " ".repeat(BAR - filled),
        at.step(),
        at.totalSteps(),
        losses("loss", at.lossNats()),
        run.id());
  }
}
