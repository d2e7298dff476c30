package kleiber.sweeps.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.core.ShellWords;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.Test;

/** Scripts word for word: src/test/resources/slurm. */
class JobScriptsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/slurm");

  private static final SweepFolder FOLDER = new SweepFolder(Path.of("/scratch/my runs/50% off"));

  private static final Map<String, String> NAMED =
      Map.of("partition", "gpu", "gres", "gpu:2", "cpus-per-task", "8", "mem", "32G");

  private static JobScripts scripts(JobRequest request, Optional<String> image) {
    NodeShell shell =
        new NodeShell(
            Map.of("KLEIBER_CACHE", "/scratch/the cache"),
            List.of("module load java/17"),
            image,
            request.hasGpus(),
            List.of(Path.of("/scratch/the cache"), FOLDER.path()));
    return new JobScripts("isoflop", FOLDER, request, shell, Optional.of("4"));
  }

  /** Where this program lies is the machine's own matter. */
  private static void assertIs(String name, String script) throws Exception {
    String general = script.replace(ShellWords.kleiber(List.of()), "KLEIBER");
    assertThat(general).isEqualTo(Files.readString(GOLDEN.resolve(name)));
  }

  @Test
  void theWorkersScriptIsTheGoldenOne() throws Exception {
    JobRequest request = new JobRequest(8, 3, NAMED, List.of("exclusive", "nice=100"));
    assertIs("workers.sh", scripts(request, Optional.empty()).workers(Optional.of("1-12:00:00")));
  }

  @Test
  void theReportsScriptIsTheGoldenOneAlsoInAContainer() throws Exception {
    JobRequest request = new JobRequest(8, null, NAMED, List.of());
    assertIs("report.sh", scripts(request, Optional.of("/images/java 17.sif")).report("30"));
  }

  @Test
  void allTasksMayRunAtOnceUnlessALimitIsGiven() {
    JobRequest request = new JobRequest(3, null, Map.of(), List.of());
    String script = scripts(request, Optional.empty()).workers(Optional.empty());
    assertThat(script)
        .contains("#SBATCH --array=0-2\n")
        .doesNotContain("--time=", "apptainer", "--gres");
    assertThat(request.together()).isEqualTo(3);
    assertThat(new JobRequest(3, 7, Map.of(), List.of()).together()).isEqualTo(3);
  }
}
