package kleiber.sweeps.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionsTest {
  private static final String VALID =
      "{\"schemaVersion\": 1, \"submissions\": [{\"array\": \"7\", \"tasks\": 2, \"report\": null}]}";

  @TempDir Path folder;

  private Submissions read(String text) throws Exception {
    Files.writeString(folder.resolve("slurm.json"), text);
    return Submissions.of(new SweepFolder(folder));
  }

  @Test
  void aSubmissionThatWasCutShortHasNoReport() throws Exception {
    assertThat(read(VALID).ids()).containsExactly("7");
  }

  /** Ids become arguments of scancel. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"7\" | \"--user=all\" | array is the number of a job, not --user=all",
        "null | \"8 9\" | report is the number of a job, not 8 9",
        "\"schemaVersion\": 1 | \"schemaVersion\": 2 | its schemaVersion is 2",
        "[{ | [null, { | submissions.0 is missing",
      })
  void aFileThatIsNoneOfOursIsRefused(String from, String to, String words) {
    assertThatThrownBy(() -> read(VALID.replace(from, to)))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("slurm.json")
        .hasMessageContaining(words);
  }

  @Test
  void jobsAreReadFromSqueue() {
    String said =
        "11_0|RUNNING|n[1-2]|1-02:03:04|None\n"
            + "garbage\n"
            + "11_[1-3%2]|PENDING||0:00|Nodes required for job are DOWN, DRAINED | reserved\n";
    List<Job> jobs = new Slurm(new FakeCluster().says("squeue", said)).jobs(List.of("11", "12"));
    assertThat(jobs)
        .containsExactly(
            new Job("11_0", "RUNNING", "n[1-2]", "1-02:03:04", "None"),
            new Job(
                "11_[1-3%2]",
                "PENDING", "", "0:00", "Nodes required for job are DOWN, DRAINED | reserved"));
    assertThat(jobs).extracting(Job::ofArray).containsOnly("11");
    assertThat(new Slurm(new FakeCluster().without("squeue")).jobs(List.of())).isEmpty();
  }
}
