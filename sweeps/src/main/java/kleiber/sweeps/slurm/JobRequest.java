package kleiber.sweeps.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * What a user asks of Slurm for each worker.
 *
 * @param jobs workers
 * @param atOnce how many of them may run at a time, null for all
 * @param named options that have a name of their own here, such as partition, by their names
 * @param more any others: KEY=VALUE, or KEY alone
 */
public record JobRequest(int jobs, Integer atOnce, Map<String, String> named, List<String> more) {
  /** What sbatch knows and srun does not. */
  private static final Set<String> OF_SBATCH_ALONE =
      Set.of("batch", "export-file", "get-user-env", "ignore-pbs", "no-kill", "wait-all-nodes");

  /** What holds the workers together. */
  private static final Set<String> OURS =
      Set.of(
          "array",
          "dependency",
          "error",
          "input",
          "job-name",
          "no-requeue",
          "nodes",
          "ntasks",
          "ntasks-per-node",
          "open-mode",
          "output",
          "parsable",
          "quiet",
          "requeue",
          "signal",
          "test-only",
          "wait",
          "wrap");

  private static final String TIME = "time";

  /** Options of sbatch that have a name of their own here, with that name. */
  private static final Map<String, String> NAMED =
      Map.of(
          "partition",
          "--partition",
          "account",
          "--account",
          "qos",
          "--qos",
          "constraint",
          "--constraint",
          "gres",
          "--gres",
          "cpus-per-task",
          "--cpus",
          "mem",
          "--mem",
          TIME,
          "--time");

  /** Refuses what Slurm would take otherwise than it is meant. */
  public JobRequest {
    named = Map.copyOf(named);
    more = List.copyOf(more);
    require(jobs >= 1, "--jobs must be at least 1, not " + jobs);
    // Slurm takes %0 for no limit.
    require(atOnce == null || atOnce >= 1, "--at-once must be at least 1, not " + atOnce);
    named.forEach((name, value) -> requireWord(NAMED.getOrDefault(name, name), value));
    more.forEach(JobRequest::requireOption);
    String time = named.getOrDefault(TIME, "0");
    require(
        SlurmTime.minutes(time)
            .filter(it -> it > 0 && it * 60 <= JobScripts.SECONDS_TO_SAVE)
            .isEmpty(),
        "--time "
            + time
            + " is too short: workers are told to save "
            + JobScripts.SECONDS_TO_SAVE
            + " s before the end; give at least 10 minutes");
  }

  private static void requireOption(String option) {
    String key = key(option);
    requireWord("--sbatch", option);
    require(
        key.matches("[a-z][a-z0-9-]*"),
        "--sbatch \""
            + Shown.value(option)
            + "\" is none of sbatch's long options; give KEY=VALUE as in --sbatch nice=100, or KEY"
            + " alone as in --sbatch exclusive");
    require(
        !OURS.contains(key),
        "--sbatch "
            + key
            + " is set by sweep submit itself, since the workers of a sweep rest on it; leave it out");
    require(!NAMED.containsKey(key), "--sbatch " + key + ": give it as " + NAMED.get(key));
  }

  private static String key(String option) {
    return option.split("=", 2)[0];
  }

  private static void requireWord(String option, String value) {
    require(
        !value.isBlank() && value.codePoints().noneMatch(Shown::isUnseen),
        option
            + " must be a word that can be seen, not \""
            + Shown.value(value)
            + "\"; leave it out where it has no value");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw KleiberException.usage(message);
    }
  }

  /** One of the named options. */
  Optional<String> get(String name) {
    return Optional.ofNullable(named.get(name));
  }

  /** The time that each worker may take, where the user said so. */
  Optional<String> time() {
    return get(TIME);
  }

  /** Workers that run at a time, if the cluster has room. */
  int together() {
    return atOnce == null ? jobs : Math.min(jobs, atOnce);
  }

  /** The array's tasks as sbatch wants them. */
  String array() {
    return String.format(Locale.ROOT, "0-%d", jobs - 1) + (atOnce == null ? "" : "%" + atOnce);
  }

  /** Whether the workers are granted GPUs. */
  public boolean hasGpus() {
    return get("gres").filter(gres -> gres.contains("gpu")).isPresent()
        || more.stream().anyMatch(option -> key(option).startsWith("gpus"));
  }

  /** Options of sbatch, without the time. */
  List<String> sbatch() {
    List<String> options = new ArrayList<>(List.of("--nodes=1", "--ntasks=1"));
    new TreeMap<>(named)
        .forEach(
            (name, value) -> {
              if (!name.equals(TIME)) {
                options.add("--" + name + "=" + value);
              }
            });
    more.forEach(option -> options.add("--" + option));
    return options;
  }

  /** The same as far as srun knows them. */
  List<String> srun() {
    return sbatch().stream()
        .filter(option -> !OF_SBATCH_ALONE.contains(key(option.substring(2))))
        .toList();
  }
}
