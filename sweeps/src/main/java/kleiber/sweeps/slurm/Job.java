package kleiber.sweeps.slurm;

import java.util.List;
import java.util.Optional;

/**
 * A job that has not ended, as squeue shows it.
 *
 * @param id of a job or of a task of an array; of tasks that wait together, such as {@code
 *     12_[3-7]}
 * @param state such as RUNNING, PENDING or COMPLETING
 * @param node where it runs, empty for nowhere
 * @param elapsed how long it has run, as Slurm writes times
 * @param reason why it waits, None where it does not
 */
public record Job(String id, String state, String node, String elapsed, String reason) {
  /** What squeue is to print: {@link #parse}. */
  static final String FORMAT = "%i|%T|%N|%M|%r";

  private static final int FIELDS = 5;

  /** The id of the array that it belongs to, or its own. */
  public String ofArray() {
    return id.split("_", 2)[0];
  }

  static List<Job> parse(String text) {
    return text.lines().flatMap(line -> ofLine(line).stream()).toList();
  }

  private static Optional<Job> ofLine(String line) {
    String[] fields = line.split("\\|", FIELDS);
    return fields.length < FIELDS
        ? Optional.empty()
        : Optional.of(
            new Job(
                fields[0].strip(),
                fields[1].strip(),
                fields[2].strip(),
                fields[3].strip(),
                fields[4].strip()));
  }
}
