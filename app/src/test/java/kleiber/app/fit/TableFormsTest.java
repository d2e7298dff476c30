package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as other people write them: read alike, or refused in words that say what to correct. */
class TableFormsTest {
  @TempDir Path folder;

  /** Rows of N, D and loss on a known surface. */
  private static List<List<String>> runs() {
    List<List<String>> rows = new ArrayList<>();
    for (long n = 1_000_000; n < 100_000_000; n *= 4) {
      for (long d = 100_000_000; d < 10_000_000_000L; d *= 4) {
        double loss = 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
        rows.add(List.of(Long.toString(n), Long.toString(d), Double.toString(loss)));
      }
    }
    return rows;
  }

  private static String csv(String header, String separator, List<List<String>> rows) {
    return header
        + "\n"
        + rows.stream()
            .map(row -> String.join(separator, row) + "\n")
            .collect(Collectors.joining());
  }

  private CommandRun fit(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("table"), text);
    return CommandRun.of("fit", file.toString(), "--bootstrap", "20", "--json");
  }

  private void assertRead(String text) throws Exception {
    CommandRun outcome = fit(text);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.json().at("/parameters/E").asDouble()).isBetween(1.69999, 1.70001);
  }

  private void assertRefused(String text, String... words) throws Exception {
    CommandRun outcome = fit(text);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains(words).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|", " , "})
  void everyUsualSeparatorIsFound(String separator) throws Exception {
    assertRead(csv(String.join(separator, "N", "D", "loss"), separator, runs()));
  }

  @Test
  void byteOrderMarksLineEndsAndCommentsAreNoData() throws Exception {
    String plain = csv("N,D,loss", ",", runs());
    assertRead("\uFEFF" + plain);
    assertRead("# by hand\n\n" + plain.replace("\n", "\r\n"));
    String json =
        runs().stream()
            .map(r -> "{\"N\":%s,\"D\":%s,\"loss\":%s}".formatted(r.get(0), r.get(1), r.get(2)))
            .collect(Collectors.joining("\n"));
    assertRead("\uFEFF" + json);
    assertRead("[" + json.replace("\n", ",") + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_params,train/tokens,eval/loss",
        "Model Size,Training Tokens,Loss",
        "model_params,n_train_tokens,validation_loss"
      })
  void usualNamesAreFound(String header) throws Exception {
    assertRead(csv(header, ",", runs()));
  }

  @Test
  void numbersMayHaveSuffixesAndUnderscores() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : runs()) {
      String thousands = Long.parseLong(row.get(0)) / 1000 + "k";
      String millions = row.get(1).substring(0, row.get(1).length() - 6) + "_000_000";
      rows.add(List.of(thousands, millions, row.get(2)));
    }
    assertRead(csv("N,D,loss", ",", rows));
  }

  @Test
  void runsThatDidNotFinishAreLeftOutWhateverTheTableCallsThem() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : runs()) {
      rows.add(List.of(row.get(0), row.get(1), row.get(2), "Finished", "a"));
    }
    rows.add(List.of("1e6", "1e8", "9", "crashed", "b"));
    rows.add(List.of("1e6", "1e8", "", "crashed", "b"));
    CommandRun outcome = fit(csv("N,D,loss,State,Name", ",", rows));
    assertThat(outcome.json().path("runs").asInt()).isEqualTo(16);
    assertThat(outcome.json().path("excluded").size()).isEqualTo(2);
    assertThat(outcome.json().at("/excluded/b").asText()).isEqualTo("crashed");
    assertRefused(
        csv("N,D,loss,state", ",", List.of(List.of("1", "1", "1", "failed"))),
        "left out: 1 failed");
  }

  @Test
  void whatCannotBeReadSaysWhatToMend() throws Exception {
    assertRefused("", "is empty");
    assertRefused("N,D,loss\n", "has no rows");
    assertRefused("N,D,loss,loss\n1,2,3,4\n", "names column \"loss\" twice");
    assertRefused("N,D,loss\n1,2,3,4\n", "line 2");
    assertRefused("N;D;loss\n1000;2000;3,4\n", "row 1, column loss: \"3,4\"", "without separators");
    assertRefused("N,D,loss\n\"1,000\",2000,3\n", "row 1, column N: \"1,000\"");
    assertRefused("{\"N\":1,\"D\":2,\"loss\":NaN}", "0 usable runs", "left out: 1 loss is NaN");
    assertRefused("{\"N\":1,\"D\":2,\"loss\":3}\n{\"N\":1,", "line 2");
    assertRefused("[1, 2]", "row 1 is not an object");
    assertRefused("N,D,loss,holdout\n1,2,3,maybe\n", "row 1, column holdout");
    assertRefused(
        csv("N,D,loss", ",", runs()) + "1e6,2e8,1e-300\n", "is not finite", "in the same unit");
    Path latin = folder.resolve("latin1.csv");
    Files.write(latin, "größe,D,loss\n1,2,3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CommandRun.of("fit", latin.toString()).err()).contains("not UTF-8");
    assertThat(CommandRun.of("fit", "nowhere.csv").err()).contains("there is no file nowhere.csv");
  }

  @Test
  void aWrongFlagIsAnsweredInFewLines() throws Exception {
    CommandRun unknown = CommandRun.of("fit", "t.csv", "--law", "chinchila");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("did you mean \"chinchilla\"?", "kleiber fit --help")
        .hasLineCount(2);
    assertThat(CommandRun.of("fit", "t.csv", "--los", "x").err())
        .contains("--loss")
        .hasLineCount(3);
  }
}
