package kleiber.sweeps.launch;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import kleiber.record.Look;
import kleiber.record.Metric;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimLostException;
import kleiber.record.claim.ClaimWatch;
import kleiber.record.claim.HeldClaim;

/** Writes down how a run ended that could not do so itself. */
public final class RunStatus {
  private RunStatus() {}

  /**
   * Records that a run failed by itself, unless it has said so itself.
   *
   * @param message why
   * @return whether that holds: false where another process has the run
   */
  public static boolean failed(RunDirectory directory, String message) {
    return change(
        directory,
        before -> before.outcome() != Outcome.FAILED || !message.equals(before.message()),
        before -> changed(before, Outcome.FAILED, message, before.crashes()));
  }

  /**
   * Records that a run's process died or its machine failed it.
   *
   * @param message why
   * @param counts whether that is held against the run
   * @return whether that holds: false where another process has the run
   */
  public static boolean crashed(RunDirectory directory, String message, boolean counts) {
    return change(
        directory,
        before -> true,
        before -> changed(before, Outcome.CRASHED, message, before.crashes() + (counts ? 1 : 0)));
  }

  /** Forgets that a run has crashed or failed: it may be tried as often as one that is new. */
  public static void forgive(RunDirectory directory) {
    change(
        directory,
        before -> before.isOver(0),
        before -> changed(before, Outcome.CRASHED, before.message(), 0));
  }

  private static boolean change(
      RunDirectory directory, Predicate<Status> wanted, UnaryOperator<Status> change) {
    // A look costs little beside a claim, and there may be thousands of runs.
    if (before(directory, wanted).isEmpty()) {
      return true;
    }
    Optional<HeldClaim> claim = directory.claims().take(new ClaimWatch());
    if (claim.isEmpty()) {
      return false;
    }
    try (HeldClaim held = claim.get()) {
      before(directory, wanted)
          .ifPresent(before -> directory.writeJson(directory.status(), change.apply(before), held));
      return true;
    } catch (ClaimLostException e) {
      return false;
    }
  }

  /** The status that is to be changed; one that cannot be read stays, for people to look at. */
  private static Optional<Status> before(RunDirectory directory, Predicate<Status> wanted) {
    Look<Status> now = directory.look();
    return now.isBad()
        ? Optional.empty()
        : Optional.of(now.value().orElseGet(RunStatus::begun))
            .filter(before -> !before.isFinal() && wanted.test(before));
  }

  /** Of a run that has not come so far as to write one. */
  private static Status begun() {
    String now = now();
    return new Status(Metric.SCHEMA_VERSION, Outcome.RUNNING, 1, 0, now, now, 0, 0, null, null);
  }

  private static Status changed(Status before, Outcome outcome, String message, int crashes) {
    return new Status(
        before.schemaVersion(),
        outcome,
        before.attempts(),
        crashes,
        before.startedAt(),
        now(),
        before.step(),
        before.totalSteps(),
        message,
        null);
  }

  private static String now() {
    return Clock.systemUTC().instant().toString();
  }
}
