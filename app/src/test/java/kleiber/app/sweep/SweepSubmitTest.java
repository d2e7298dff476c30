package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.Kleiber;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command line with Slurm's commands made up, on a search path of its own. */
class SweepSubmitTest {
  private static final String SPEC =
      """
      name: tiny
      train:
        precision: fp32
        model: {layers: 1, heads: 1, width: 8, context: 8}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 5000}}
        horizon: {steps: 5}
      design: {kind: grid, axes: {optimizer.lr: [1e-3, 1e-2]}}
      """;

  @TempDir Path folder;
  private Path bin;
  private Path calls;
  private Path spec;
  private Path out;

  @BeforeEach
  void prepare() throws Exception {
    bin = Files.createDirectory(folder.resolve("bin"));
    calls = Files.createFile(folder.resolve("calls"));
    spec = Files.writeString(folder.resolve("tiny.yaml"), SPEC);
    out = folder.resolve("out");
  }

  private void command(String name, String body) throws Exception {
    String script = "#!/bin/bash\necho \"" + name + " $@\" >> " + calls + "\n" + body + "\n";
    Path file = Files.writeString(bin.resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private CommandRun run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dkleiber.home=/opt/kleiber"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kleiber.class.getName()));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("SLURM_JOB_ID", "5");
    builder.environment().put("SLURM_ARRAY_JOB_ID", "5");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandRun(process.waitFor(), said, Files.readString(err));
  }

  private CommandRun submit() throws Exception {
    return run(
        "sweep", "submit", spec.toString(), "--out", out.toString(), "--slurm", "--jobs", "3");
  }

  @Test
  void whereThereIsNoSlurmTheSubmitIsRefusedWithTheWayOut() throws Exception {
    CommandRun submit = submit();
    assertThat(submit.exit()).isEqualTo(2);
    assertThat(submit.err())
        .startsWith("kleiber: there is no sbatch on the search path (PATH)")
        .contains("kleiber sweep run");
    assertThat(out).doesNotExist();
  }

  @Test
  void aSweepIsSubmittedSeenAndCancelled() throws Exception {
    command("sbatch", "[ \"$1\" = --test-only ] || { [[ $2 = --dep* ]] && echo 42 || echo 41; }");
    // Inside a job srun would make a step of it.
    command("srun", "[ -z \"$SLURM_JOB_ID$SLURM_ARRAY_JOB_ID\" ] && echo planned || exit 9");
    command("squeue", "echo '41_[0-2]|PENDING||0:00|Resources'");
    command("scancel", "");
    command("scontrol", "echo 'MaxArraySize = 100'");
    assertThat(CommandRun.of("sweep", "plan", spec.toString(), "--out", out.toString(), "--write"))
        .satisfies(plan -> assertThat(plan.exit()).as(plan.err()).isZero());

    CommandRun submit = submit();
    assertThat(submit.exit()).as(submit.err()).isZero();
    assertThat(submit.out())
        .isEqualTo(
            """
            planning on a node of the cluster
            planned
            workers    job 41, 3 tasks
            report     job 42, when all tasks have ended
            logs       OUT/slurm
            to see     kleiber sweep status OUT
            to cancel  kleiber sweep cancel OUT
            """
                .replace("OUT", out.toString()));
    assertThat(calls)
        .content()
        .contains("sbatch --parsable " + out + "/slurm/workers.sh\n")
        .contains("sbatch --parsable --dependency=afterany:41 " + out + "/slurm/report.sh\n");

    assertThat(run("sweep", "status", out.toString()).out())
        .contains("2 pending")
        .contains("\njob       state    node  time  why\n")
        .contains("\n41_[0-2]  PENDING        0:00  Resources\n");
    assertThat(run("sweep", "cancel", out.toString()).out()).isEqualTo("cancelled: 41\n");
    assertThat(calls)
        .content()
        .contains("squeue --noheader --jobs=41,42 ")
        .endsWith("scancel 41\n");
  }

  @Test
  void whatWasNeverSubmittedNeedsNoCancelling() {
    CommandRun cancel = CommandRun.of("sweep", "cancel", folder.toString());
    assertThat(cancel.exit()).isZero();
    assertThat(cancel.out()).isEqualTo("no jobs were submitted for " + folder + "\n");
  }
}
