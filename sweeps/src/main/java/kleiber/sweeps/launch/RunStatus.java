package kleiber.sweeps.launch;

import java.time.Clock;
import java.util.Optional;
import kleiber.record.Metric;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;

/** Writes down how a run ended that could not do so itself. */
public final class RunStatus {
  private RunStatus() {}

  /**
   * Records an outcome, unless another process has the run or it has recorded the same itself.
   *
   * @param message why
   */
  public static void record(RunDirectory directory, Outcome outcome, String message) {
    Optional<RunDirectory.Lock> claim = directory.tryLock();
    if (claim.isEmpty()) {
      return;
    }
    try (RunDirectory.Lock lock = claim.get()) {
      Optional<Status> before = directory.readStatus();
      boolean ended = before.map(Status::isFinal).orElse(false);
      boolean same =
          before.filter(s -> s.outcome() == outcome && message.equals(s.message())).isPresent();
      if (ended || same) {
        return;
      }
      String now = Clock.systemUTC().instant().toString();
      directory.writeJson(
          directory.status(),
          new Status(
              Metric.SCHEMA_VERSION,
              outcome,
              before.map(Status::attempts).orElse(1),
              before.map(Status::startedAt).orElse(now),
              now,
              before.map(Status::step).orElse(0L),
              before.map(Status::totalSteps).orElse(0L),
              message,
              null));
    }
  }
}
