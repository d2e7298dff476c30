package kleiber.sweeps.schedule;

import kleiber.trainer.config.Basis;
import kleiber.trainer.runlog.RunDirectory;

/**
 * A run as the scheduler sees it.
 *
 * @param id its name for people
 * @param directory its folder, with config.yaml in it
 * @param seconds predicted duration
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
    int slots,
    long memoryBytes,
    String obstacle,
    Basis basis,
    Trunk trunk) {

  /**
   * What a branch waits for.
   *
   * @param id the other run
   * @param directory its folder
   * @param step the steps that both share
   */
  public record Trunk(String id, RunDirectory directory, long step) {}
}
