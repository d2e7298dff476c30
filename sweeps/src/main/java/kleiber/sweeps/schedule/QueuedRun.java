package kleiber.sweeps.schedule;

import kleiber.trainer.runlog.RunDirectory;

/**
 * A run as the scheduler sees it.
 *
 * @param id its name for people
 * @param directory its folder, with config.yaml in it
 * @param seconds predicted duration
 * @param slots how many slots it takes
 */
public record QueuedRun(String id, RunDirectory directory, double seconds, int slots) {}
