package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.Digests;
import kleiber.core.FileTree;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.run.Progress;
import kleiber.lm.run.TrainSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is what it was trained on and computed with, not only what was asked for. */
class IdentityTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16}
      data: {corpus: {kind: files, paths: [text.txt]}, tokenizer: {kind: chars}}
      batch: {sequences: 4}
      horizon: {steps: 10}
      checkpoint: {every: 5}
      backend: cpu
      threads: 2
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    write(folder, "to be or not to be, that is the question ");
  }

  private static Path write(Path into, String text) throws Exception {
    Files.createDirectories(into);
    Files.writeString(into.resolve("text.txt"), text.repeat(100));
    return Files.writeString(into.resolve("c.yaml"), CONFIG);
  }

  private CommandRun train(String out, String... more) {
    return train(folder, out, more);
  }

  private CommandRun train(Path of, String out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", of.resolve("c.yaml").toString()));
    arguments.addAll(List.of("--out", folder.resolve(out).toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private JsonNode json(String file) throws Exception {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(file)));
  }

  private String hash(String run) throws Exception {
    return json(run + "/resolved.json").path("hash").asText();
  }

  /** As if the process had been killed after step 5. */
  private void loseTheEnd(String run) throws Exception {
    FileTree.delete(folder.resolve(run + "/checkpoints/step-0000000010"));
    Files.delete(folder.resolve(run + "/status.json"));
  }

  @Test
  void oneConfigurationWithTwoTextsIsTwoRuns() throws Exception {
    assertThat(train("first").exit()).isZero();
    write(folder, "whether tis nobler in the mind to suffer ");
    assertThat(train("second").exit()).isZero();
    assertThat(hash("second")).isNotEqualTo(hash("first"));
    assertThat(json("second/resolved.json").path("configuration"))
        .isEqualTo(json("first/resolved.json").path("configuration"));
    assertThat(json("second/env.json").at("/basis/dataDigest").asText())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(json("first/env.json").at("/basis/dataDigest").asText());
  }

  @Test
  void oneTextAtTwoPlacesIsOneRun() throws Exception {
    Path elsewhere = folder.resolve("else where");
    write(elsewhere, "to be or not to be, that is the question ");
    assertThat(train("first").exit()).isZero();
    CommandRun second = train(elsewhere, "second");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(hash("second")).isEqualTo(hash("first"));
  }

  @Test
  void whatAutoAndAllThreadsBecomeIsPartOfTheRun() throws Exception {
    int cores = Math.min(4, Runtime.getRuntime().availableProcessors());
    assertThat(train("auto", "--set", "threads=0", "--set", "backend=auto").exit()).isZero();
    assertThat(train("named", "--set", "threads=" + cores, "--set", "precision=fp32").exit())
        .isZero();
    assertThat(hash("auto")).isEqualTo(hash("named"));
    assertThat(json("auto/resolved.json").at("/basis/threads").asInt()).isEqualTo(cores);
    assertThat(json("auto/resolved.json").at("/basis/backend").asText()).isEqualTo("cpu");
    assertThat(json("auto/resolved.json").at("/basis/precision").asText()).isEqualTo("fp32");
    assertThat(train("other", "--set", "threads=3").exit()).isZero();
    assertThat(hash("other")).isNotEqualTo(hash("auto"));
    assertThat(train("more", "--set", "threads=9").exit()).isZero();
    assertThat(train("four", "--set", "threads=4").exit()).isZero();
    assertThat(hash("more")).as("4 sequences keep 4 threads busy").isEqualTo(hash("four"));
  }

  @Test
  void aResumeNamesEveryDifferenceAndStops() throws Exception {
    assertThat(train("run").exit()).isZero();
    loseTheEnd("run");
    write(folder, "whether tis nobler in the mind to suffer ");
    CommandRun resumed = train("run", "--resume", "--set", "threads=1");
    assertThat(resumed.exit()).isEqualTo(2);
    assertThat(resumed.err())
        .contains("the tokens were ")
        .contains("the text has changed")
        .contains("tokenizer.json was ")
        .contains("threads was 2 and is 1")
        .contains("--allow-changes");
    assertThat(folder.resolve("run/status.json")).doesNotExist();
  }

  @Test
  void allowedChangesAreWrittenDownBesideWhatTheRunBeganWith() throws Exception {
    assertThat(train("run").exit()).isZero();
    loseTheEnd("run");
    byte[] environment = Files.readAllBytes(folder.resolve("run/env.json"));
    byte[] tokenizer = Files.readAllBytes(folder.resolve("run/tokenizer.json"));
    String hash = hash("run");
    write(folder, "to be or ton to be; that is the question ");
    CommandRun resumed = train("run", "--resume", "--allow-changes");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("allowed: the tokens were");
    assertThat(folder.resolve("run/env.json")).hasBinaryContent(environment);
    assertThat(folder.resolve("run/tokenizer.json")).hasBinaryContent(tokenizer);
    assertThat(folder.resolve("run/tokenizer-2.json")).exists();
    assertThat(hash("run")).isEqualTo(hash);
    List<String> attempts = Files.readAllLines(folder.resolve("run/attempts.jsonl"));
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(0)).contains("\"attempt\":1").contains("\"changes\":[]");
    assertThat(attempts.get(1)).contains("\"attempt\":2").contains("the text has changed");
  }

  @Test
  void anotherAlphabetIsAnotherModelAndCannotBeAllowed() throws Exception {
    assertThat(train("run").exit()).isZero();
    loseTheEnd("run");
    write(folder, "whether tis nobler in the mind to suffer ");
    CommandRun resumed = train("run", "--resume", "--allow-changes");
    assertThat(resumed.exit()).isEqualTo(2);
    assertThat(resumed.err()).contains("kinds of tokens").contains("choose another --out");
  }

  @Test
  void aFinishedRunIsNotTakenForOneOnAnotherText() throws Exception {
    assertThat(train("run").exit()).isZero();
    CommandRun same = train("run", "--resume");
    assertThat(same.exit()).isZero();
    assertThat(same.out()).contains("nothing to do");
    write(folder, "whether tis nobler in the mind to suffer ");
    CommandRun other = train("run", "--resume", "--allow-changes");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("the text has changed").doesNotContain("--allow-changes");
  }

  @Test
  void aRunIsFoundByItsConfigurationWhateverItWasTrainedOn() throws Exception {
    assertThat(train("runs/run-0123").exit()).isZero();
    Files.createDirectories(folder.resolve("runs/run-damaged"));
    Files.writeString(folder.resolve("runs/run-damaged/resolved.json"), "{");
    write(folder, "whether tis nobler in the mind to suffer ");
    var bound = ConfigBinder.bind(ConfigValues.read(folder.resolve("c.yaml")), TrainConfig.class);
    DatasetCache cache = new DatasetCache(folder.resolve("cache"), note -> {});
    TrainSession session = new TrainSession(cache, Progress.silent(), Clock.systemUTC(), List.of());
    assertThat(session.find(folder.resolve("runs"), bound).orElseThrow().path())
        .isEqualTo(folder.resolve("runs/run-0123"));
    assertThat(session.find(folder.resolve("none"), bound)).isEmpty();
  }

  @Test
  void theDigestIsThatOfTheTokens() throws Exception {
    assertThat(train("run", "--set", "data.tokenizer.kind=bytes").exit()).isZero();
    byte[] batches = "{\"batches\": [[[1,2,3],[4,5,6]]]}".getBytes();
    Files.write(folder.resolve("b.json"), batches);
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: batches, file: b.json}}
        batch: {sequences: 2}
        horizon: {steps: 2}
        """);
    CommandRun run = train("batches");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(json("batches/env.json").at("/basis/dataDigest").asText())
        .isEqualTo(Digests.of(batches));
  }
}
