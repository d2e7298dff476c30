package kleiber.sweeps.slurm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.foreign.Complete;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.foreign.MayBeMissing;
import kleiber.sweeps.ledger.SweepFolder;

/**
 * {@code slurm.json}: the jobs that were submitted for a sweep's folder.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param submissions the earliest first
 */
public record Submissions(int schemaVersion, List<Submission> submissions) {
  /** The version of the format that this program writes and reads. */
  static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * One of them.
   *
   * @param array the id of the workers' array
   * @param tasks how many they are
   * @param report the id of the job that reports, null where there is none
   */
  public record Submission(String array, int tasks, @MayBeMissing String report) {
    /** Refuses what scancel would take for something else. */
    public Submission {
      if (array == null || !array.matches("\\d{1,10}")) {
        throw new IllegalArgumentException("array is the number of a job, not " + array);
      }
      if (report != null && !report.matches("\\d{1,10}")) {
        throw new IllegalArgumentException("report is the number of a job, not " + report);
      }
    }

    Stream<String> ids() {
      return Stream.concat(Stream.of(array), Optional.ofNullable(report).stream());
    }
  }

  private static Path file(SweepFolder folder) {
    return folder.path().resolve("slurm.json");
  }

  /**
   * Those of a folder, none where nothing was submitted.
   *
   * @throws KleiberException when the file is none of ours
   */
  public static Submissions of(SweepFolder folder) {
    Path file = file(folder);
    if (!Files.exists(file)) {
      return new Submissions(SCHEMA_VERSION, List.of());
    }
    ObjectNode tree = ForeignJson.object(file, ForeignJson.SMALL);
    ForeignJson.otherVersion(tree, SCHEMA_VERSION)
        .ifPresent(
            other -> {
              throw KleiberException.corrupt(
                  file + " is of another version: its schemaVersion is " + other);
            });
    return Complete.require(
        file.toString(), ForeignJson.bind(file.toString(), tree, Submissions.class));
  }

  /** The ids of all jobs. */
  public List<String> ids() {
    return submissions.stream().flatMap(Submission::ids).toList();
  }

  /** With one more. */
  Submissions and(Submission next) {
    List<Submission> all = new ArrayList<>(submissions);
    all.add(next);
    return new Submissions(schemaVersion, List.copyOf(all));
  }

  /** Writes them down. */
  void write(SweepFolder folder) {
    try {
      folder.write(file(folder), JSON.writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
