package kleiber.record.claim;

import java.util.Map;
import java.util.Optional;

/**
 * What Slurm has a process do.
 *
 * @param job its number; of an array, the array's
 * @param index in the array, null where there is none
 * @param restart how often it has been put back into the queue
 */
public record SlurmTask(String job, Integer index, int restart) {
  /** What this process does for Slurm, if it does. */
  public static Optional<SlurmTask> current() {
    return of(System.getenv());
  }

  /** The same of an environment; empty where it is none that Slurm has made. */
  static Optional<SlurmTask> of(Map<String, String> environment) {
    String array = environment.get("SLURM_ARRAY_JOB_ID");
    String job = array == null ? environment.get("SLURM_JOB_ID") : array;
    try {
      return job == null
          ? Optional.empty()
          : Optional.of(
              new SlurmTask(
                  job,
                  array == null ? null : Integer.valueOf(environment.get("SLURM_ARRAY_TASK_ID")),
                  Integer.parseInt(environment.getOrDefault("SLURM_RESTART_COUNT", "0"))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As squeue names it. */
  public String id() {
    return index == null ? job : job + "_" + index;
  }

  /** Slurm starts a task again only when it has ended, by itself or with its node. */
  boolean isEarlierStartOf(SlurmTask other) {
    return id().equals(other.id()) && restart < other.restart;
  }
}
