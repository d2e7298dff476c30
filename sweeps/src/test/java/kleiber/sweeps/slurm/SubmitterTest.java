package kleiber.sweeps.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.slurm.Submissions.Submission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is submitted, and what is not. */
class SubmitterTest {
  private static final Path PLAN = Path.of("src/test/resources/fuzz-valid/plan.json");

  @TempDir Path root;
  private final FakeCluster cluster = new FakeCluster();
  private final List<String> notes = new ArrayList<>();
  private SweepFolder folder;

  @BeforeEach
  void name() {
    folder = new SweepFolder(root.resolve("sweep"));
  }

  private Submitter submitter(JobRequest request, boolean more) {
    NodeShell shell =
        new NodeShell(Map.of(), List.of("module load java"), Optional.empty(), false, List.of());
    JobScripts scripts = new JobScripts("tiny", folder, request, shell, Optional.empty());
    return new Submitter(new Slurm(cluster), scripts, more, false, notes::add);
  }

  private static JobRequest request(Map<String, String> named) {
    return new JobRequest(4, 2, named, List.of());
  }

  private Submission submit(JobRequest request) {
    Submitter submitter = submitter(request, false);
    submitter.check();
    return submitter.submit("name: tiny\n");
  }

  /** As sweep plan --write does; of a plan with work, since Slurm is asked for time. */
  private void plan() {
    try {
      String text = Files.readString(PLAN);
      String work =
          "\"work\": {\"slotsPerPlace\": 2, \"slotSeconds\": 7200, \"longestSeconds\": 60},";
      Files.createDirectories(folder.path());
      Files.writeString(
          folder.plan(), text.replaceFirst("\"slots\" : 2,", "\"slots\" : 2, " + work));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSweepIsPlannedOnANodeThenSubmittedAndRemembered() throws Exception {
    cluster.onNode(this::plan, 0);
    Submission jobs = submit(request(Map.of("partition", "long", "cpus-per-task", "2")));
    assertThat(jobs).isEqualTo(new Submission("11", 4, "12"));
    assertThat(Submissions.of(folder).ids()).containsExactly("11", "12");
    assertThat(notes).containsExactly("planning on a node of the cluster", "said on the node");

    List<String> srun = cluster.asked("srun").get(0);
    assertThat(srun)
        .startsWith("srun", "--nodes=1", "--ntasks=1", "--cpus-per-task=2", "--partition=long")
        .contains("--time=60", "bash", "-c");
    assertThat(srun.get(srun.size() - 1))
        .startsWith("[ -e " + folder.path().resolve("slurm/asked-"))
        .contains(" ] || exit 66\nmodule load java\n")
        .endsWith(" --out " + folder.path() + " --write");

    assertThat(cluster.asked("sbatch").subList(2, 4))
        .containsExactly(
            List.of("sbatch", "--parsable", file("workers.sh")),
            List.of("sbatch", "--parsable", "--dependency=afterany:11", file("report.sh")));
    // (7,200 s on 2 workers of 2 slots, and 60 s) times 1.5, and 10 minutes.
    assertThat(folder.path().resolve("slurm/workers.sh")).content().contains("--time=60\n");
    try (var files = Files.list(folder.path().resolve("slurm"))) {
      assertThat(files).hasSize(2);
    }
  }

  private String file(String name) {
    return folder.path().resolve("slurm").resolve(name).toString();
  }

  @Test
  void noTimeIsAskedForThatThePartitionDoesNotGive() {
    cluster.onNode(this::plan, 0);
    submit(request(Map.of()));
    assertThat(cluster.asked("srun").get(0)).contains("--time=30");
    assertThat(folder.path().resolve("slurm/workers.sh")).content().contains("--time=30\n");
  }

  @Test
  void whatSbatchRefusesIsToldInItsWordsAndNothingIsSubmitted() {
    cluster.refuses(
        "sbatch --test-only",
        "sbatch: error: invalid partition specified: nope\n"
            + "allocation failure: Invalid partition name specified\n");
    assertRefused(
        request(Map.of("partition", "nope")),
        "sbatch refuses: invalid partition specified: nope; allocation failure: Invalid partition"
            + " name specified");
    assertThat(cluster.inputs()).anyMatch(script -> script.contains("--partition=nope\n"));
  }

  @Test
  void whatSbatchTakesThoughItCannotBeIsRefused() {
    assertRefused(
        request(Map.of("account", "physics")), "--account physics: this cluster keeps no accounts");
    assertRefused(request(Map.of("qos", "fast")), "--qos fast: this cluster keeps no accounts");
    assertRefused(
        new JobRequest(1002, null, Map.of(), List.of()),
        "--jobs is at most 1001 on this cluster (MaxArraySize), not 1002");
  }

  @Test
  void withoutSlurmItIsSaidHowToTrainHere() {
    cluster.without("sbatch");
    assertRefused(request(Map.of()), "there is no sbatch on the search path");
  }

  @Test
  void aSecondSubmitWhileJobsAreThereIsRefusedUnlessTheyAreToBeMore() {
    cluster.onNode(this::plan, 0);
    submit(request(Map.of()));
    cluster.says("squeue", "11_2|RUNNING|n1|1:05|None\n11_[3]|PENDING||0:00|Resources\n");
    assertThatThrownBy(() -> submit(request(Map.of())))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("waiting or running already: 11_2, 11_[3];")
        .hasMessageContaining("--more");
    submitter(request(Map.of()), true).check();
    assertThat(submitter(request(Map.of()), true).submit("name: tiny\n").array()).isEqualTo("11");
    assertThat(Submissions.of(folder).ids()).containsExactly("11", "12", "11", "12");
    cluster.refuses("squeue", "slurm_load_jobs error: Invalid job id specified\n");
    submitter(request(Map.of()), false).check();
  }

  @Test
  void aFolderThatNodesDoNotSeeIsRefusedBeforeAnythingIsSubmitted() {
    cluster.onNode(() -> {}, Submitter.NOT_SHARED);
    assertNotPlanned("do not see " + folder.path() + ": only this machine has it");
    cluster.onNode(() -> {}, 0);
    assertNotPlanned("do not see " + folder.path() + ": only this machine has it");
  }

  @Test
  void aNodeThatCannotPlanLeavesItsOwnWords() {
    cluster.onNode(() -> {}, 2);
    assertNotPlanned("the node could not plan the sweep and ended with 2; it says why above");
    cluster.onNode(() -> {}, 127);
    assertNotPlanned("kleiber and Java must lie where all nodes see them");
    assertThat(notes).contains("said on the node");
  }

  private void assertNotPlanned(String words) {
    Submitter submitter = submitter(request(Map.of()), false);
    submitter.check();
    assertThatThrownBy(() -> submitter.submit("name: tiny\n"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(words);
    assertThat(cluster.asked("sbatch")).allMatch(command -> command.contains("--test-only"));
  }

  private void assertRefused(JobRequest request, String words) {
    assertThatThrownBy(() -> submit(request))
        .isInstanceOfSatisfying(
            KleiberException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(words);
    assertThat(cluster.asked("sbatch")).allMatch(command -> command.contains("--test-only"));
    assertThat(cluster.asked("srun")).isEmpty();
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void aDryRunShowsTheScriptsAndWritesNothing() {
    Submitter submitter = submitter(request(Map.of()), false);
    submitter.check();
    assertThat(submitter.dry())
        .startsWith("# " + file("workers.sh") + "; its --time follows from the plan, which a node")
        .contains("#SBATCH --array=0-3%2\n", "# " + file("report.sh") + "\n");
    assertThat(folder.path()).doesNotExist();
    plan();
    assertThat(submitter.dry()).contains("#SBATCH --time=30\n").doesNotContain("its --time");
  }
}
