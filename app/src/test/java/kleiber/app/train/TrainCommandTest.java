package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import kleiber.core.FileTree;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.testing.EventFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
      batch: {sequences: 4, microBatch: 2}
      horizon: {steps: 30}
      optimizer: {lr: 1e-2}
      eval: {every: 10, batches: 2}
      checkpoint: {every: 7}
      log: {every: 1}
      threads: 2
      """;

  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void writeConfig() throws Exception {
    config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
  }

  private CommandRun train(String out, String... more) {
    String[] arguments = {
      "train", config.toString(), "--out", folder.resolve(out).toString(), "--set", "name=" + out
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void aRunLeavesItsWholeRecord() throws Exception {
    CommandRun run = train("a");
    assertThat(run.exit()).as(run.err()).isZero();
    RunDirectory directory = new RunDirectory(folder.resolve("a"));
    assertThat(directory.readStatus().orElseThrow().outcome()).isEqualTo(Outcome.COMPLETED);
    JsonNode environment = new ObjectMapper().readTree(directory.environment().toFile());
    assertThat(environment.path("backend").asText()).contains("cpu");
    List<Metric> metrics = MetricsLog.read(directory.metrics());
    assertThat(metrics).filteredOn(m -> m instanceof Metric.Step).hasSize(30);
    assertThat(metrics).filteredOn(m -> m instanceof Metric.Evaluation).hasSize(3);
    assertThat(Files.list(directory.path()).map(p -> p.getFileName().toString()))
        .anyMatch(name -> name.startsWith("events.out.tfevents"));
    assertThat(run.out()).contains("entropy rate").contains("memory for tensors").contains("done");
  }

  /** Dropout is in the configuration already. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer.kind=adamw",
        "optimizer={kind: adafactor, momentum: 0.9, factored: false, lrSquaredDecay: true}",
        "optimizer={kind: adafactor, minFactoredSize: 8}",
        "optimizer.kind=lion",
        "optimizer.kind=muon",
        "optimizer.kind=schedule-free-adamw",
        "optimizer={kind: sgd, nesterov: true}",
        "optimizer={kind: shampoo, interval: 3}",
        "batch={sequences: 8, schedule: {kind: linear, from: 2, increment: 2, tokens: 1500}}",
        "batch={sequences: 8, microBatch: 1, schedule: {kind: doubling, afterSteps: [9, 29]}}",
        "schedule={kind: linear, warmupTokens: 600}",
        "objective={kind: masked, maxWords: 2} & model.family=encoder & model.attentionDropout=0.1",
        "objective={kind: spans, sentinels: 8} & model.family=encoder-decoder"
            + " & model.positions=buckets & model.positionBuckets=8 & model.mlpDropout=0.1"
      })
  void aRunThatLostItsLastStepsRepeatsThemBitForBit(String settings) throws Exception {
    String[] setting =
        Arrays.stream(settings.split(" & "))
            .flatMap(s -> Stream.of("--set", s))
            .toArray(String[]::new);
    assertThat(train("whole", setting).err()).isEmpty();
    train("cut", setting);
    Path newest = folder.resolve("cut/checkpoints/step-0000000030/weights.bin");
    byte[] expected = Files.readAllBytes(newest);
    Files.delete(newest);
    Files.delete(folder.resolve("cut/status.json"));
    String[] resuming = Arrays.copyOf(setting, setting.length + 1);
    resuming[setting.length] = "--resume";
    CommandRun resumed = train("cut", resuming);
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("weights.bin is missing");
    assertThat(resumed.out()).contains("resuming after step 28");
    assertThat(Files.readAllBytes(newest)).isEqualTo(expected);
    assertThat(deterministic("cut")).isEqualTo(deterministic("whole"));
    assertThat(EventFile.scalars(folder.resolve("cut")))
        .as("TensorBoard is shown every step once")
        .isEqualTo(EventFile.scalars(folder.resolve("whole")))
        .doesNotHaveDuplicates();
  }

  @Test
  void aRunBegunAgainLeavesTensorBoardNothingOfTheFirstTry() throws Exception {
    train("again");
    List<String> expected = EventFile.scalars(folder.resolve("again"));
    FileTree.delete(folder.resolve("again/checkpoints"));
    Files.delete(folder.resolve("again/status.json"));
    assertThat(train("again", "--resume").exit()).isZero();
    assertThat(EventFile.scalars(folder.resolve("again"))).isEqualTo(expected).hasSize(30 * 3 + 3);
  }

  /** Metric lines without the one field that depends on the clock. */
  private List<String> deterministic(String run) throws Exception {
    return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll("\"tokensPerSecond\":[^,}]*", ""))
        .toList();
  }

  @Test
  void divergenceEndsWithExitFourAndIsRecorded() {
    CommandRun run = train("d", "--set", "optimizer.lr=1e20", "--set", "optimizer.clipNorm=0");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("diverged at step");
    assertThat(new RunDirectory(folder.resolve("d")).readStatus().orElseThrow().outcome())
        .isEqualTo(Outcome.DIVERGED);
  }

  @Test
  void allFaultsOfAConfigurationAreNamedAtOnceWithSuggestions() {
    CommandRun run =
        train("e", "--set", "model.wdth=3", "--set", "optimizer.lr=fast", "--set", "model.heads=0");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("3 faults")
        .contains("did you mean \"model.width\"")
        .contains("optimizer.lr = fast")
        .contains("must be at least 1");
  }

  @Test
  void aFolderWithARunIsNotOverwritten() {
    train("f");
    CommandRun again = train("f");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("--resume");
    CommandRun same = train("f", "--resume");
    assertThat(same.exit()).isZero();
    assertThat(same.out()).contains("nothing to do");
    CommandRun other = train("f", "--resume", "--set", "optimizer.lr=1e-4");
    assertThat(other.exit()).as("a finished run is not another configuration's").isEqualTo(2);
    assertThat(other.err()).contains("optimizer.lr was 0.01 and is 0.0001");
  }

  @Test
  void missingFilesAndDamagedCheckpointsSayWhatToDo() throws Exception {
    CommandRun missing = CommandRun.of("train", folder.resolve("none.yaml").toString());
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("no configuration file");
    train("g");
    for (String step : List.of("step-0000000028", "step-0000000030")) {
      Path weights = folder.resolve("g/checkpoints").resolve(step).resolve("weights.bin");
      byte[] bytes = Files.readAllBytes(weights);
      bytes[100] ^= 1;
      Files.write(weights, bytes);
    }
    Files.delete(folder.resolve("g/status.json"));
    CommandRun damaged = train("g", "--resume");
    assertThat(damaged.exit()).isEqualTo(3);
    assertThat(damaged.err()).contains("SHA-256").contains("without --resume");
    Path checkpoints = folder.resolve("g/checkpoints");
    assertThat(damaged.err()).contains("delete " + checkpoints + ": then --resume begins anew");
    List<Metric> before = evaluations("g");
    FileTree.delete(checkpoints);
    CommandRun anew = train("g", "--resume");
    assertThat(anew.exit()).as(anew.err()).isZero();
    assertThat(evaluations("g")).as("the advice leads to the same run").isEqualTo(before);
  }

  private List<Metric> evaluations(String run) {
    return MetricsLog.read(new RunDirectory(folder.resolve(run)).metrics()).stream()
        .filter(Metric.Evaluation.class::isInstance)
        .toList();
  }

  @Test
  void modelsCanBeExportedSampledAndEvaluatedLikeTheirRun() throws Exception {
    Path text = Files.writeString(folder.resolve("t.txt"), "to be or not to be ".repeat(200));
    Files.writeString(
        config,
        CONFIG.replace(
            "{kind: synthetic, vocab: 8, tokens: 20000}", "{kind: files, paths: [" + text + "]}"));
    CommandRun trained = train("i");
    assertThat(trained.exit()).as(trained.err()).isZero();
    String run = folder.resolve("i").toString();
    String model = folder.resolve("model").toString();
    assertThat(CommandRun.of("export", run, "--to", model).exit()).isZero();
    Path batches =
        Files.writeString(folder.resolve("b.json"), "{\"batches\": [[[116,111,32,98,101]]]}");
    String[] evaluation = {"eval", run, "--batches", batches.toString(), "--json"};
    String fromRun = CommandRun.of(evaluation).out();
    evaluation[1] = model;
    assertThat(CommandRun.of(evaluation).out()).isEqualTo(fromRun).contains("\"tokens\":4");
    String[] sample = {"sample", run, "--prompt", "to ", "--tokens", "9", "--temperature", "0"};
    String sampled = CommandRun.of(sample).out();
    sample[1] = model;
    assertThat(CommandRun.of(sample).out()).isEqualTo(sampled).startsWith("to ");
  }
}
