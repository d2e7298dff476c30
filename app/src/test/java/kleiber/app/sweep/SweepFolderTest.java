package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.app.testing.SweepProcess;
import kleiber.core.FileTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where sweeps live, what their files name, and what does not fit. */
@Tag("long")
class SweepFolderTest {
  private static final String SPEC =
      """
      name: here
      train:
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: files, paths: [text.txt]}, tokenizer: {kind: bpe, vocab: 260}}
        batch: {sequences: 4}
        horizon: {steps: 6}
        log: {tensorboard: false}
      design:
        kind: grid
        axes:
          optimizer.lr: [1e-3, 1e-2]
      """;

  @TempDir Path folder;

  private Path write(String spec) throws Exception {
    Files.createDirectories(folder.resolve("specs"));
    Files.writeString(folder.resolve("specs/text.txt"), "to be or not to be ".repeat(200));
    return Files.writeString(folder.resolve("specs/here.yaml"), spec);
  }

  private static CommandRun kleiber(Object... arguments) {
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void aSweepsFolderIsPlannedAndRunAgainLikeItsFile() throws Exception {
    Path out = folder.resolve("out");
    assertThat(kleiber("sweep", "run", write(SPEC), "--out", out).exit()).isZero();
    CommandRun plan = kleiber("sweep", "plan", out);
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("2 runs").contains(out.toString());
    CommandRun same = kleiber("sweep", "run", out);
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(same.out()).contains("2 of 2 runs completed").doesNotContain("started");
    CommandRun none = kleiber("sweep", "run", folder.resolve("specs"));
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("a folder without a sweep.yaml");
  }

  @Test
  void theFileInTheFolderMakesTheSameRunsWhereverItStands() throws Exception {
    Path out = folder.resolve("out");
    assertThat(kleiber("sweep", "run", write(SPEC), "--out", out).exit()).isZero();
    Path moved = Files.createDirectories(folder.resolve("else where"));
    Files.copy(out.resolve("sweep.yaml"), moved.resolve("copy.yaml"));
    Path again = folder.resolve("again");
    CommandRun run = kleiber("sweep", "run", moved.resolve("copy.yaml"), "--out", again);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(SweepProcess.table(again)).isEqualTo(SweepProcess.table(out));
  }

  @Test
  void runsThatWereTakenInStayWhenTheFolderIsRunAgain() throws Exception {
    Path out = folder.resolve("out");
    Path spec = write(SPEC);
    assertThat(kleiber("sweep", "run", spec, "--out", out).exit()).isZero();
    CommandRun extended =
        kleiber(
            "sweep",
            "run",
            spec,
            "--out",
            out,
            "--extend",
            "--set",
            "design.axes.optimizer.lr=[1e-2, 3e-2]");
    assertThat(extended.exit()).as(extended.err()).isZero();
    CommandRun again = kleiber("sweep", "run", out);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(SweepProcess.table(out)).hasSize(4);
  }

  @Test
  void rowsAndAxesNameFilesFromTheFolderOfTheirFile() throws Exception {
    Path spec =
        write(
            SPEC.replace(
                "    optimizer.lr: [1e-3, 1e-2]",
                "    \"data.corpus.paths, optimizer.lr\": [[text.txt, 1e-3], [other.txt, 1e-2]]"));
    Files.writeString(folder.resolve("specs/other.txt"), "that is the question ".repeat(200));
    Path out = folder.resolve("out");
    CommandRun run = kleiber("sweep", "run", spec, "--out", out);
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(out.resolve("sweep.yaml")).content().contains(folder + "/specs/other.txt");
  }

  @Test
  void overridesOfHorizonTokenizerAndDesignLeaveNothingBehind() throws Exception {
    Path out = folder.resolve("out");
    CommandRun run =
        kleiber(
            "sweep",
            "run",
            write(SPEC),
            "--out",
            out,
            "--set",
            "train.horizon.tokens=512",
            "--set",
            "train.data.tokenizer.kind=bytes",
            "--set",
            "design.kind=explicit",
            "--set",
            "design.rows=[{optimizer.lr: 5e-3}]");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(out.resolve("sweep.yaml"))
        .content()
        .contains("tokens: 512")
        .doesNotContain("steps")
        .doesNotContain("vocab")
        .doesNotContain("axes");
    CommandRun again = kleiber("sweep", "run", out);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("1 of 1 runs completed").doesNotContain("started");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "../../evil", "a/b"})
  void namesThatAreNoFoldersNamesAreRefused(String name) throws Exception {
    Path spec = write(SPEC);
    CommandRun run = kleiber("sweep", "run", spec, "--set", "name=" + name);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(name.length() == 2 ? "name is empty" : "name ");
    CommandRun longer = kleiber("sweep", "run", spec, "--set", "name=" + "n".repeat(300));
    assertThat(longer.exit()).isEqualTo(2);
    assertThat(longer.err()).contains("300 bytes").hasSizeLessThan(400);
  }

  @Test
  void aReceivedPlanWritesNothingOutsideItsFolder() throws Exception {
    Path out = folder.resolve("out");
    assertThat(kleiber("sweep", "run", write(SPEC), "--out", out).exit()).isZero();
    String plan = Files.readString(out.resolve("plan.json"));
    Files.writeString(
        out.resolve("plan.json"), plan.replaceFirst("\"id\" : \"n", "\"id\" : \"../n"));
    CommandRun collect = kleiber("sweep", "collect", out);
    assertThat(collect.exit()).isEqualTo(3);
    assertThat(collect.err()).contains("plan.json").contains("holds a slash");
  }

  @Test
  void aDiskThatIsTooSmallIsSeenBeforeTheSweep() throws Exception {
    String huge =
        SPEC.replace("horizon: {steps: 6}", "horizon: {steps: 1e9}")
            .replace("log: {", "checkpoint: {every: 1, keep: 1e9}\n  log: {");
    Path out = folder.resolve("out");
    CommandRun plan = kleiber("sweep", "plan", write(huge), "--out", out);
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("warning: the runs will write about ").contains("TiB");
    CommandRun run = kleiber("sweep", "run", write(huge), "--out", out);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("its disk has").contains("keep fewer checkpoints");
    assertThat(out.resolve("plan.json")).doesNotExist();
    FileTree.delete(out);
  }
}
