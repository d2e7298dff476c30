package kleiber.sweeps.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script of a task under a real bash, with Slurm's commands made up. */
@Timeout(60)
class WorkersScriptTest {
  @TempDir Path folder;
  private Path bin;
  private Path calls;

  @BeforeEach
  void makeCommands() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    calls = Files.createFile(folder.resolve("calls"));
    command("scontrol", "echo \"$@\" >> " + calls);
    command("squeue", "echo RUNNING");
    command("sleep", "exit 0");
  }

  private void command(String name, String body) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(String... environment) throws IOException {
    NodeShell shell = new NodeShell(Map.of(), List.of(), Optional.empty(), false, List.of());
    String script =
        new JobScripts(
                "tiny",
                new SweepFolder(folder),
                new JobRequest(1, null, Map.of(), List.of()),
                shell,
                Optional.empty())
            .workers(Optional.of("10"));
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i", "PATH=" + bin));
    command.addAll(List.of("SLURM_ARRAY_JOB_ID=7", "SLURM_ARRAY_TASK_ID=3"));
    command.addAll(List.of(environment));
    command.addAll(List.of("/bin/bash", Files.writeString(folder.resolve("s"), script).toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private void assertEnds(int exit, String requeued, String... environment) throws Exception {
    assertThat(start(environment).waitFor()).isEqualTo(exit);
    assertThat(calls).hasContent(requeued);
  }

  @Test
  void aTaskThatWasStoppedWithRunsLeftBeginsAgain() throws Exception {
    command("srun", "exit 75");
    assertEnds(75, "requeue 7_3");
  }

  @Test
  void aTaskThatIsThroughOrFailedDoesNot() throws Exception {
    command("srun", "exit 0");
    assertEnds(0, "");
    command("srun", "exit 1");
    assertEnds(1, "");
  }

  /** scontrol would bring a cancelled job back to life. */
  @Test
  void aTaskThatWasCancelledStaysCancelled() throws Exception {
    command("srun", "exit 75");
    command("squeue", "echo COMPLETING");
    assertEnds(75, "");
  }

  @Test
  void aTaskBeginsAgainTwentyTimesAtMost() throws Exception {
    command("srun", "exit 75");
    assertEnds(75, "requeue 7_3", "SLURM_RESTART_COUNT=19");
    Files.writeString(calls, "");
    assertEnds(75, "", "SLURM_RESTART_COUNT=20");
    assertThat(folder.resolve("said")).content().contains("begun again 20 times");
  }

  @Test
  void theShellWaitsForTheWorkerToSaveWhenBothGetTerm() throws Exception {
    command("srun", "echo up >> " + folder.resolve("up") + "; /bin/sleep 1; exit 75");
    Process task = start();
    while (!Files.exists(folder.resolve("up"))) {
      assertThat(task.isAlive()).isTrue();
      Thread.sleep(5);
    }
    task.destroy();
    assertThat(task.waitFor()).isEqualTo(75);
    assertThat(calls).hasContent("requeue 7_3");
  }

  @Test
  void aWorkerIsGivenTheProcessorsOfItsTaskAndItsFolder() throws Exception {
    command("srun", "echo \"$@\" > " + folder.resolve("args"));
    assertEnds(0, "", "SLURM_CPUS_PER_TASK=6");
    assertThat(folder.resolve("args"))
        .content()
        .startsWith("--ntasks=1 --cpus-per-task=6 ")
        .endsWith(" sweep work " + folder + "\n");
    assertEnds(0, "");
    assertThat(folder.resolve("args")).content().startsWith("--ntasks=1 /");
  }
}
