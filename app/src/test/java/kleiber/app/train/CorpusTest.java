package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kleiber.app.testing.CommandRun;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of users, from their files to a loss. */
class CorpusTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16}
      data: {corpus: {kind: files, paths: [CORPUS]}}
      batch: {sequences: 4}
      horizon: {steps: 5}
      optimizer: {lr: 1e-2}
      precision: fp32
      threads: 1
      """;

  @TempDir Path folder;

  private static String text(int number, int words) {
    List<String> all = List.of("the a kind of small dog that lives in house".split(" "));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(all.get((number * 7 + i * i) % all.size())).append(' ');
    }
    return text.append('\n').toString();
  }

  private Path write(String name, String content) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private CommandRun train(String corpus, String... settings) throws Exception {
    Path config = write("config.yaml", CONFIG.replace("CORPUS", folder.resolve(corpus).toString()));
    List<String> arguments = new ArrayList<>(List.of("train", config.toString()));
    arguments.addAll(List.of("--out", folder.resolve("run-" + corpus).toString()));
    Arrays.stream(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private Status.Result result(String corpus) {
    RunDirectory run = new RunDirectory(folder.resolve("run-" + corpus));
    return run.readStatus().orElseThrow().result();
  }

  private JsonNode eval(String corpus, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("eval", folder.resolve("run-" + corpus).toString(), "--json"));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void fewDocumentsAreSplitInsideSoThatALossIsMeasured(int documents) throws Exception {
    long held = 0;
    long trained = 0;
    for (int i = 0; i < documents; i++) {
      String text = text(i, 1000);
      write("books/" + i + ".txt", text);
      int marks = documents > 1 ? 1 : 0;
      trained += (int) (0.9 * text.length()) + marks;
      held += text.length() - (int) (0.9 * text.length()) + marks;
    }
    CommandRun run = train("books");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("held out: the last 10 % of " + (documents == 1 ? "the only" : "each of the"))
        .contains(
            String.format(
                Locale.ROOT, "%,d tokens to train on, %,d tokens held out", trained, held));
    assertThat(result("books").finalLossNats()).isBetween(1.0, 6.0);
    assertThat(result("books").finalLossStderr()).isPositive();
    assertThat(result("books").uniqueTokens()).isEqualTo(trained);
  }

  @Test
  void aTextTooShortToMeasureALossOnIsRefused() throws Exception {
    write("short.txt", "twenty-four characters. ");
    CommandRun run = train("short.txt", "model.context=8", "data.validationFraction=0.01");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("nothing is to be predicted in the validation split of 1 token;")
        .contains("data.validationFraction");
    assertThat(train("short.txt", "model.context=8", "data.validationFraction=0").exit()).isZero();
  }

  @Test
  void aModelOfSpansIsNotJudgedOnASplitTooShortForASpan() throws Exception {
    write("short.txt", text(1, 40));
    CommandRun run =
        train(
            "short.txt",
            "objective={kind: spans, sentinels: 8}",
            "model.family=encoder-decoder",
            "model.positions=buckets",
            "data.validationFraction=0.02");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("nothing is to be predicted in the validation split of 3 tokens");
  }

  @Test
  void filesOfSystemsChangeNothingAndPreparationSaysWhatWasRead() throws Exception {
    for (int i = 0; i < 60; i++) {
      write("clean/" + i + ".txt", text(i, 30));
      write("ghosts/" + i + ".txt", text(i, 30));
      write("ghosts/._" + i + ".txt", "\0\5\26\7" + "\0".repeat(120));
    }
    write("ghosts/.ipynb_checkpoints/0.txt", text(0, 30));
    CommandRun clean = train("clean");
    CommandRun ghosts = train("ghosts");
    assertThat(ghosts.exit()).as(ghosts.err()).isZero();
    assertThat(result("ghosts").finalLossNats()).isEqualTo(result("clean").finalLossNats());
    assertThat(clean.out()).contains("prepared 60 files, 60 documents, ");
    assertThat(ghosts.out())
        .contains("prepared 60 files (61 hidden or system files skipped")
        .contains(" tokens to train on, ");
  }

  @Test
  void theLossOfTheHeldOutTextIsThatOfTheRun() throws Exception {
    String text = text(3, 3000).repeat(2) + "größer\n";
    write("all.txt", text);
    assertThat(train("all.txt").exit()).isZero();
    int cut = (int) (0.9 * text.length());
    Path held = write("held/end.txt", text.substring(cut));
    JsonNode found = eval("all.txt", "--text", held.getParent().toString());
    Status.Result result = result("all.txt");
    assertThat(found.path("loss").asDouble()).isCloseTo(result.finalLossNats(), within(1e-5));
    assertThat(found.path("stderr").asDouble()).isCloseTo(result.finalLossStderr(), within(1e-5));
    assertThat(found.path("bitsPerByte").asDouble()).isCloseTo(result.bitsPerByte(), within(1e-5));
    long bytes = text.substring(cut).getBytes(StandardCharsets.UTF_8).length;
    assertThat(found.path("bytes").asLong()).isEqualTo(bytes);
    assertThat(found.path("tokens").asLong()).isEqualTo(bytes - 1);
    assertThat(found.path("documents").asLong()).isEqualTo(1);
  }

  @Test
  void textToEvaluateIsReadAsCorporaAre() throws Exception {
    write("all.txt", text(3, 3000));
    assertThat(train("all.txt").exit()).isZero();
    Path lines = write("a.jsonl", "{\"x\": {\"y\": \"a small dog\"}}\n{\"x\": {\"y\": null}}\n");
    JsonNode nested = eval("all.txt", "--text", lines.toString(), "--field", "x.y");
    assertThat(nested.path("bytes").asLong()).isEqualTo(11);
    String run = folder.resolve("run-all.txt").toString();
    CommandRun image =
        CommandRun.of(
            "eval", run, "--text", write("a.png", "\u0089PNG" + "\0".repeat(9)).toString());
    assertThat(image.exit()).isEqualTo(2);
    CommandRun one = CommandRun.of("eval", run, "--text", write("one.txt", "a").toString());
    assertThat(one.exit()).isEqualTo(2);
    assertThat(one.err()).contains("nothing is to be predicted");
    CommandRun nothing = CommandRun.of("eval", run);
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("--batches").contains("--text");
    CommandRun words = CommandRun.of("eval", run, "--text", folder.resolve("all.txt").toString());
    assertThat(words.err()).as("a short text needs no progress").isEmpty();
    assertThat(words.out())
        .containsPattern(
            "loss \\d\\.\\d{6} ± 0\\.\\d{6} nats per token, \\d\\.\\d{6} bits per byte")
        .contains("read 1 file, 1 document, ");
  }
}
