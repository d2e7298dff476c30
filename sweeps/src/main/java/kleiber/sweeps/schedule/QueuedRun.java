package kleiber.sweeps.schedule;

import kleiber.record.Basis;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.Holder;

/**
 * A run as the scheduler sees it.
 *
 * @param id its name for people
 * @param directory its folder, with config.yaml in it
 * @param seconds predicted duration, with as many runs beside it as there may be
 * @param alone what it takes with none beside it, as a fraction of that
 * @param slots how many slots it takes
 * @param memoryBytes as in {@link kleiber.sweeps.calibrate.Estimate}
 * @param obstacle why it cannot be trained on this machine, null where nothing speaks against it
 * @param basis what it is planned to rest on, null where nobody knows
 * @param trunk the run it branches off, null for none
 */
public record QueuedRun(
    String id,
    RunDirectory directory,
    double seconds,
    double alone,
    int slots,
    long memoryBytes,
    String obstacle,
    Basis basis,
    Trunk trunk) {

  /** Whether its folder says that it is being trained. */
  boolean isRunning() {
    return directory.look().value().filter(now -> now.outcome() == Outcome.RUNNING).isPresent();
  }

  /** How often it has crashed, on any machine. */
  int crashes() {
    return directory.look().value().map(Status::crashes).orElse(0);
  }

  /** Who trains it, in words. */
  String holder() {
    return directory.claims().holder().map(Holder::words).orElse("another process");
  }

  /** The part of it that is left, stretched by a factor. */
  Makespan.Job job(double stretch, double left) {
    return new Makespan.Job(stretch * left * seconds, alone, slots, memoryBytes);
  }

  /**
   * What a branch waits for.
   *
   * @param id the other run
   * @param directory its folder
   * @param step the steps that both share
   */
  public record Trunk(String id, RunDirectory directory, long step) {}
}
