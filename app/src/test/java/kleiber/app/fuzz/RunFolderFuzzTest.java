package kleiber.app.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.FileTree;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Resolved;
import kleiber.core.testing.Fuzz;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.inference.TrainedModel;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.run.RunRecord;
import kleiber.lm.testing.SignedState;
import kleiber.record.Environment;
import kleiber.record.MetricsLog;
import kleiber.record.RunDirectory;
import kleiber.record.SharedSteps;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hostile run folders, as resuming, evaluation, sweeps and analysis read them. */
class RunFolderFuzzTest {
  private static final String CHECKPOINT = "checkpoints/step-0000000003/";

  private static Path valid;

  @BeforeAll
  static void train() throws IOException {
    valid = Files.createTempDirectory("kleiber-run");
    Path config =
        Files.writeString(
            valid.resolve("given.yaml"),
            "model: {layers: 1, heads: 2, width: 8, context: 16}\n"
                + "data: {corpus: {kind: synthetic, vocab: 8, tokens: 2000}}\n"
                + "batch: {sequences: 2}\nhorizon: {steps: 3}\nlog: {every: 1}\n"
                + "schedule: {kind: constant}\nprecision: fp32\nbackend: cpu\n");
    CommandRun run =
        CommandRun.of("train", config.toString(), "--out", valid.resolve("run").toString());
    assertThat(run.exit()).as(run.err()).isZero();
    Files.writeString(
        valid.resolve("run/branch.json"),
        "{\"trunk\": \"abc\", \"step\": 1, \"tokens\": 32, \"flopsExact\": 1e6}");
  }

  @AfterAll
  static void delete() throws IOException {
    FileTree.delete(valid);
  }

  @Test
  void everyRunFolderIsReadOrRefusedInWords() throws IOException {
    runs(Fuzz.SHORT);
  }

  @Test
  @Tag("long")
  void everyRunFolderIsReadOrRefusedInWordsAtLength() throws IOException {
    runs(Fuzz.LONG);
  }

  private static void runs(int cases) throws IOException {
    Fuzz.of(
            "run",
            valid.resolve("run"),
            "status.json",
            "resolved.json",
            "env.json",
            "branch.json",
            "attempts.jsonl",
            "metrics.jsonl",
            "config.yaml",
            CHECKPOINT + "manifest.json",
            CHECKPOINT + "state.json",
            CHECKPOINT + "weights.bin")
        .run(cases, RunFolderFuzzTest::read);
  }

  private static void read(Path folder) throws IOException {
    RunDirectory run = new RunDirectory(folder);
    List<Runnable> readers =
        List.of(
            run::readStatus,
            run::readBasis,
            () -> run.readJson(run.environment(), Environment.class),
            () -> run.readJson(run.branch(), SharedSteps.class),
            () -> MetricsLog.read(run.metrics()),
            () -> configuration(run),
            () -> weights(folder));
    for (Runnable reader : readers) {
      reader.run();
    }
    SignedState.sign(folder.resolve(CHECKPOINT));
    weights(folder);
  }

  private static void configuration(RunDirectory run) {
    ConfigBinder.Bound<TrainConfig> bound =
        ConfigBinder.bind(ConfigValues.read(run.config()), TrainConfig.class);
    new RunRecord(run, note -> {}).requireConfiguration(Resolved.of(bound));
  }

  private static void weights(Path folder) {
    TrainedModel model = TrainedModel.open(folder, warning -> requireShort(warning));
    model.readWeights(
        new ReferenceBackend().allocate(Math.toIntExact(ModelSize.params(model.spec()))));
  }

  private static void requireShort(String warning) {
    assertThat(warning.length()).isLessThan(Fuzz.LONGEST_MESSAGE);
  }
}
