package kleiber.sweeps.collect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kleiber.record.Look;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/**
 * How a run stands at this moment, read from its files alone.
 *
 * @param run the run as planned
 * @param outcome the word of status.json; or pending; or lost where that says running and nobody
 *     trains it; or unreadable where its files are bad; or aside where it has not ended and never
 *     will
 * @param step optimiser steps done
 * @param lossNats final loss of a completed run, else the last logged one, null before that
 * @param seconds it took, null unless completed
 * @param holding who trains it or did until it was lost, null where its status is another
 * @param message why it failed or diverged, is lost or cannot be read, else null
 */
public record Standing(
    Ledger.Entry run,
    String outcome,
    long step,
    Double lossNats,
    Double seconds,
    Holding holding,
    String message) {
  /** The word for a run that has not begun. */
  static final String PENDING = "pending";

  /** The word for a run whose files are bad: nobody can tell what it is. */
  static final String UNREADABLE = "unreadable";

  private static final String LOST = "lost";
  private static final int TAIL_BYTES = 4096;
  private static final Set<String> WAITING = Set.of(PENDING, LOST, Outcome.INTERRUPTED.word());

  /** Looks at all runs of a sweep. */
  public static List<Standing> all(SweepFolder folder, Ledger ledger) {
    FolderTime time = new FolderTime(folder.path());
    return ledger.runs().stream()
        .map(run -> of(run, folder.run(run.id()), time))
        .map(at -> ledger.isAside(at.run.cell()) ? at.aside() : at)
        .toList();
  }

  private static Standing of(Ledger.Entry run, RunDirectory directory, FolderTime time) {
    Look<Standing> read = Look.of(directory, () -> Optional.of(look(run, directory, time)));
    return read.value()
        .orElseGet(() -> new Standing(run, UNREADABLE, 0, null, null, null, read.fault()));
  }

  private static Standing look(Ledger.Entry run, RunDirectory directory, FolderTime time) {
    Optional<Status> status = directory.readStatus();
    if (status.isEmpty()) {
      return new Standing(run, PENDING, 0, null, null, null, null);
    } else if (status.get().outcome() != Outcome.RUNNING) {
      return of(run, directory, status.get(), null);
    }
    Holding holding = Holding.of(directory.claims(), time);
    // It may have ended between the two looks.
    Status after = holding.isLost() ? directory.readStatus().orElseThrow() : status.get();
    return of(run, directory, after, after.outcome() == Outcome.RUNNING ? holding : null);
  }

  private static Standing of(
      Ledger.Entry run, RunDirectory directory, Status status, Holding holding) {
    Status.Result result = status.result();
    if (result != null) {
      return new Standing(
          run,
          status.outcome().word(),
          status.step(),
          result.finalLossNats(),
          result.seconds(),
          null,
          null);
    }
    Optional<Metric.Step> last = lastStep(directory.metrics());
    boolean lost = holding != null && holding.isLost();
    return new Standing(
        run,
        lost ? LOST : status.outcome().word(),
        last.map(Metric.Step::step).orElse(status.step()),
        last.map(Metric.Step::lossNats).orElse(null),
        null,
        holding,
        lost ? holding.fate() : status.message());
  }

  private Standing aside() {
    return WAITING.contains(outcome)
        ? new Standing(run, "aside", step, lossNats, seconds, null, null)
        : this;
  }

  /** Whether it has ended, well or not, or never will. */
  public boolean isOver() {
    return isOver(outcome);
  }

  /** The same of a run of that {@code outcome}. */
  public static boolean isOver(String outcome) {
    return !WAITING.contains(outcome) && !outcome.equals(Outcome.RUNNING.word());
  }

  /** The part of its own steps that is done. */
  public double part() {
    double all = run.steps() == null ? 1 : run.steps() - run.sharedSteps();
    return Math.max(0, Math.min(1, (step - run.sharedSteps()) / all));
  }

  /** The last step in the end of a log that may be long and is being written to. */
  private static Optional<Metric.Step> lastStep(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, log.length())];
      log.seek(log.length() - tail.length);
      log.readFully(tail);
      String[] lines = new String(tail, StandardCharsets.UTF_8).split("\n");
      for (int i = lines.length - 1; i >= 0; i--) {
        if (MetricsLog.parse(lines[i]).orElse(null) instanceof Metric.Step step) {
          return Optional.of(step);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
