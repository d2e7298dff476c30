package kleiber.sweeps.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.Rounded;
import kleiber.record.Look;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;

/**
 * Whether what a sweep will write fits.
 *
 * @param folder of the sweep
 * @param neededBytes that its runs will add
 * @param freeBytes that its disk has
 */
public record DiskSpace(Path folder, double neededBytes, long freeBytes) {
  /** The checkpoints, logs and curves of all runs that have not ended and can. */
  public static DiskSpace of(Plan plan, Forecast forecast, SweepFolder sweep) {
    double needed = 0;
    for (PlannedRun run : plan.runs()) {
      RunDirectory directory = sweep.run(run.id());
      Look<Status> now = directory.look();
      boolean ended = now.isBad() || now.value().filter(Status::isFinal).isPresent();
      if (!ended && forecast.obstacle(run) == null) {
        needed += Math.max(0, forecast.of(run).diskBytes() - size(directory.path()));
      }
    }
    return new DiskSpace(sweep.path(), needed, free(sweep.path().toAbsolutePath()));
  }

  /** What is wrong, in words; empty where everything fits. */
  public Optional<String> shortage() {
    return neededBytes <= freeBytes
        ? Optional.empty()
        : Optional.of(
            "the runs will write about "
                + Rounded.bytes((long) neededBytes)
                + " to "
                + folder
                + ", and its disk has "
                + Rounded.bytes(freeBytes)
                + " left");
  }

  private static long free(Path folder) {
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot tell how much space is left at " + existing + ": " + IoReason.of(e), e);
    }
  }

  /** Bytes that a run has written already. */
  private static long size(Path folder) {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
