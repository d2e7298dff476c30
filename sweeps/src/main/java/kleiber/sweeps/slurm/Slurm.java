package kleiber.sweeps.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.core.KleiberException;

/**
 * A cluster under Slurm, asked by its own commands. What it refuses is told in its own words.
 *
 * @param programs runs them
 */
public record Slurm(Programs programs) {
  private static final List<String> COMMANDS =
      List.of("sbatch", "srun", "squeue", "scontrol", "scancel");

  /** Whether the commands are here at all. */
  public boolean isHere() {
    return COMMANDS.stream().allMatch(programs::has);
  }

  /** Refuses to go on where Slurm's commands are not. */
  public void require() {
    COMMANDS.stream()
        .filter(command -> !programs.has(command))
        .findFirst()
        .ifPresent(
            command -> {
              throw KleiberException.usage(
                  "there is no "
                      + command
                      + " on the search path (PATH), so this is no machine of a Slurm cluster; log"
                      + " in to one, or train the sweep on this machine with kleiber sweep run");
            });
  }

  /** What the cluster's configuration says, by its keys. */
  Map<String, String> configuration() {
    Map<String, String> values = new HashMap<>();
    good(List.of("scontrol", "show", "config"), "")
        .lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> values.putIfAbsent(parts[0].strip(), parts[1].strip()));
    return values;
  }

  /**
   * The longest time of a job, in minutes; empty for no limit.
   *
   * @param partitions names between commas, empty for the cluster's default
   */
  Optional<Long> mostMinutes(Optional<String> partitions) {
    List<String> wanted = partitions.map(names -> List.of(names.split(","))).orElse(List.of());
    return good(List.of("scontrol", "--oneliner", "show", "partition"), "")
        .lines()
        .map(Slurm::fields)
        .filter(
            partition ->
                wanted.isEmpty()
                    ? "YES".equals(partition.get("Default"))
                    : wanted.contains(partition.get("PartitionName")))
        .flatMap(partition -> SlurmTime.minutes(partition.getOrDefault("MaxTime", "")).stream())
        .min(Long::compare);
  }

  private static Map<String, String> fields(String line) {
    return Stream.of(line.split("\\s+"))
        .map(word -> word.split("=", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, next) -> first));
  }

  /**
   * Asks whether a script would be taken; nothing is submitted.
   *
   * @throws KleiberException in sbatch's words where it would not
   */
  void test(String script) {
    good(List.of("sbatch", "--test-only"), script);
  }

  /**
   * Submits a script.
   *
   * @param after options that come before it
   * @return the job's id
   */
  String submit(Path script, List<String> after) {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
    command.addAll(after);
    command.add(script.toString());
    String id = good(command, "").strip().split(";")[0];
    if (!id.matches("\\d{1,10}")) {
      throw KleiberException.failure(
          "sbatch has said \"" + id + "\" where the job's number was expected", null);
    }
    return id;
  }

  /**
   * Runs a command on a node and waits for it.
   *
   * @return its exit code
   */
  int run(List<String> options, String shell, Consumer<String> lines) {
    List<String> command = new ArrayList<>(List.of("srun"));
    command.addAll(options);
    command.addAll(List.of("bash", "-c", shell));
    return programs.follow(command, lines);
  }

  /** Those of these jobs that have not ended. */
  public List<Job> jobs(List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> command =
        List.of(
            "squeue", "--noheader", "--jobs=" + String.join(",", ids), "--format=" + Job.FORMAT);
    Programs.Answer answer = programs.ask(command, "");
    // So it says of jobs that ended long ago.
    return !answer.isGood() && answer.err().contains("Invalid job id")
        ? List.of()
        : Job.parse(good(command, answer));
  }

  /** Cancels jobs, whole arrays each. */
  public void cancel(List<String> ids) {
    List<String> command = new ArrayList<>(List.of("scancel"));
    command.addAll(ids);
    good(command, "");
  }

  private String good(List<String> command, String input) {
    return good(command, programs.ask(command, input));
  }

  private static String good(List<String> command, Programs.Answer answer) {
    if (answer.isGood()) {
      return answer.out();
    }
    String said =
        (answer.err() + answer.out())
            .lines()
            .map(line -> line.replaceFirst("^" + command.get(0) + ": (error: )?", "").strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    throw KleiberException.usage(
        command.get(0) + " refuses: " + (said.isEmpty() ? "exit " + answer.exit() : said));
  }
}
