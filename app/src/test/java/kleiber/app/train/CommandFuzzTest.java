package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kleiber.app.testing.CommandRun;
import kleiber.core.testing.Fuzz;
import kleiber.core.testing.Limits;
import kleiber.lm.testing.SignedState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands on hostile configurations, run folders and model folders. */
class CommandFuzzTest {
  private static final String CHECKPOINT = "run/checkpoints/step-0000000002/";

  /** A model has its own arrays, and a start of a backend its own time. */
  private static final Limits COMMAND = new Limits(Duration.ofSeconds(5), 300L << 20);

  @TempDir Path valid;

  @Test
  void trainingWithAHostileConfigurationEndsInWords() throws IOException {
    train(Fuzz.SHORT / 8);
  }

  @Test
  void usingAHostileRunEndsInWords() throws IOException {
    useRun(Fuzz.SHORT / 8);
  }

  @Test
  void usingAHostileModelFolderEndsInWords() throws IOException {
    useModel(Fuzz.SHORT / 8);
  }

  @Test
  @Tag("long")
  void trainingEndsInWordsAThousandTimes() throws IOException {
    train(Fuzz.LONG_OF_COMMANDS);
  }

  @Test
  @Tag("long")
  void usingARunDoes() throws IOException {
    useRun(Fuzz.LONG_OF_COMMANDS);
  }

  @Test
  @Tag("long")
  void usingAModelFolderDoes() throws IOException {
    useModel(Fuzz.LONG_OF_COMMANDS);
  }

  /** Without a corpus a configuration means WordNet's ten megabytes, so the corpus stays. */
  private void train(int cases) throws IOException {
    config();
    Fuzz.of("train", valid, "given.yaml", "base.yaml")
        .within(COMMAND)
        .run(
            cases,
            folder -> {
              String config = folder.resolve("given.yaml").toString();
              CommandRun.of(
                      "train",
                      config,
                      "--out",
                      folder.resolve("run").toString(),
                      "--set",
                      "horizon.steps=2",
                      "--set",
                      "data.corpus={kind: files, paths: [" + folder.resolve("text.txt") + "]}")
                  .endsInWords();
            });
  }

  private void config() throws IOException {
    Files.writeString(
        valid.resolve("base.yaml"),
        "model: {layers: 1, heads: 2, width: 8, context: 16, dropout: 0.1}\n"
            + "data: {corpus: {kind: files, paths: [text.txt]}, tokenizer: {kind: bytes},"
            + " validationFraction: 0.2}\nbatch: {sequences: 2}\n"
            + "schedule: {kind: constant}\nprecision: fp32\nbackend: cpu\n");
    Files.writeString(
        valid.resolve("given.yaml"),
        "base: base.yaml\nname: fuzz\nseed: 2\nhorizon: {steps: 2}\nlog: {every: 1}\n"
            + "optimizer: {kind: adamw, lr: 1e-3, beta2: 0.95, clipNorm: 1}\n"
            + "checkpoint: {every: 1, keep: 1}\neval: {every: 1, batches: 1}\n");
    Files.writeString(valid.resolve("text.txt"), "to be or not to be\n".repeat(40));
  }

  private void trained() throws IOException {
    config();
    CommandRun run =
        CommandRun.of(
            "train",
            valid.resolve("given.yaml").toString(),
            "--out",
            valid.resolve("run").toString());
    assertThat(run.exit()).as(run.err()).isZero();
    Path status = valid.resolve("run/status.json");
    String unfinished =
        Files.readString(status)
            .replace("\"completed\"", "\"interrupted\"")
            .replaceFirst("(?s)\"result\" : \\{.*?\\}", "\"result\" : null");
    Files.writeString(status, unfinished);
  }

  private void useRun(int cases) throws IOException {
    trained();
    Fuzz.of(
            "run-commands",
            valid,
            "run/resolved.json",
            "run/status.json",
            "run/tokenizer.json",
            "run/tokenizer_config.json",
            "run/config.yaml",
            "run/attempts.jsonl",
            "run/metrics.jsonl",
            CHECKPOINT + "manifest.json",
            CHECKPOINT + "state.json",
            CHECKPOINT + "weights.bin")
        .within(COMMAND)
        .run(
            cases,
            folder -> {
              SignedState.sign(folder.resolve(CHECKPOINT));
              use(folder, "run");
              CommandRun.of(
                      "train",
                      folder.resolve("given.yaml").toString(),
                      "--out",
                      folder.resolve("run").toString(),
                      "--resume")
                  .endsInWords();
            });
  }

  private void useModel(int cases) throws IOException {
    trained();
    CommandRun export =
        CommandRun.of(
            "export", valid.resolve("run").toString(), "--to", valid.resolve("model").toString());
    assertThat(export.exit()).as(export.err()).isZero();
    Fuzz.of(
            "model-commands",
            valid,
            "model/config.json",
            "model/generation_config.json",
            "model/model.safetensors",
            "model/tokenizer.json",
            "model/tokenizer_config.json")
        .within(COMMAND)
        .run(cases, folder -> use(folder, "model"));
  }

  private static void use(Path folder, String name) {
    String model = folder.resolve(name).toString();
    CommandRun.of("sample", model, "--tokens", "2", "--prompt", "be", "--backend", "cpu")
        .endsInWords();
    CommandRun.of(
            "eval", model, "--text", folder.resolve("text.txt").toString(), "--backend", "cpu")
        .endsInWords();
    CommandRun.of("export", model, "--to", folder.resolve("copy").toString()).endsInWords();
  }
}
