package kleiber.sweeps.collect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.Status;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/**
 * How a run stands at this moment, read from its files alone.
 *
 * @param run the run as planned
 * @param outcome the word of status.json, or pending; aside where it has not ended and never will
 * @param step optimiser steps done
 * @param lossNats final loss of a completed run, else the last logged one, null before that
 * @param seconds it took, null unless completed
 * @param message why it failed or diverged, else null
 */
public record Standing(
    Ledger.Entry run, String outcome, long step, Double lossNats, Double seconds, String message) {
  /** The word for a run that has not begun. */
  static final String PENDING = "pending";

  private static final int TAIL_BYTES = 4096;
  private static final Set<String> WAITING = Set.of(PENDING, Outcome.INTERRUPTED.word());

  /** Looks at a run. */
  public static Standing of(SweepFolder folder, Ledger.Entry run) {
    Optional<Status> status = folder.run(run.id()).readStatus();
    if (status.isEmpty()) {
      return new Standing(run, PENDING, 0, null, null, null);
    }
    String outcome = status.get().outcome().word();
    Status.Result result = status.get().result();
    if (result != null) {
      return new Standing(
          run, outcome, status.get().step(), result.finalLossNats(), result.seconds(), null);
    }
    Optional<Metric.Step> last = lastStep(folder.run(run.id()).metrics());
    return new Standing(
        run,
        outcome,
        last.map(Metric.Step::step).orElse(status.get().step()),
        last.map(Metric.Step::lossNats).orElse(null),
        null,
        status.get().message());
  }

  /** Looks at all runs of a sweep. */
  public static List<Standing> all(SweepFolder folder, Ledger ledger) {
    return ledger.runs().stream()
        .map(run -> of(folder, run))
        .map(at -> ledger.isAside(at.run.cell()) ? at.aside() : at)
        .toList();
  }

  private Standing aside() {
    return WAITING.contains(outcome)
        ? new Standing(run, "aside", step, lossNats, seconds, message)
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
