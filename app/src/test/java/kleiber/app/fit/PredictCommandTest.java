package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code predict} is asked, and what it is asked of. */
class PredictCommandTest {
  private static String fitted;

  @TempDir Path folder;
  private Path fit;

  @BeforeAll
  static void fit(@TempDir Path once) throws Exception {
    Path out = once.resolve("fit.json");
    String table = Published.table("chinchilla-points-234.csv");
    CommandRun.of("fit", table, "--bootstrap", "20", "--out", out.toString());
    fitted = Files.readString(out);
  }

  @BeforeEach
  void copy() throws Exception {
    fit = Files.writeString(folder.resolve("fit.json"), fitted);
  }

  private CommandRun predict(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "predict";
    all[1] = fit.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandRun.of(all);
  }

  @Test
  void suffixesAreMultiples() {
    assertThat(predict("--n", "70B", "--d", "1.4T").out())
        .isEqualTo(predict("--n", "7e10", "--d", "1.4e12").out())
        .contains("nats per token");
  }

  @Test
  void distanceIsOfEveryInput() {
    assertThat(predict("--n", "1B", "--d", "20B").out()).contains("interpolation");
    assertThat(predict("--n", "1e4", "--d", "20B").out())
        .contains("extrapolation", "N 1/", "of the smallest", "very far");
    assertThat(predict("--n", "1e11", "--d", "2e12").out())
        .contains("extrapolation", "N 6", "D ", "C ", "times the largest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--n 0 --d 1e9 | needs a positive --n",
        "--n -5 --d 1e9 | needs a positive --n",
        "--n 1e9 | needs a positive --d",
        "--n much --d 1e9 | must be a number",
        "--n 1e9 --d 1e9 --c 1e18 | has no use for --c"
      })
  void whatItCannotUseIsNamed(String options, String words) {
    CommandRun outcome = predict(options.split(" "));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains(words, "kleiber predict --help");
  }

  @Test
  void aFileThatIsNoFitOrOfAnotherVersionIsRefused() throws Exception {
    assertBroken(fitted.substring(0, 3000), 3, "is not JSON");
    assertBroken("null", 3, "is not a JSON object");
    assertBroken("{\"schemaVersion\": 99}", 2, "schemaVersion is 99", "kleiber fit");
    assertBroken("{\"schemaVersion\": 3}", 3, "runs must be a whole number, not absent");
    assertBroken(
        fitted.replace("\"chinchilla\"", "\"gopher\""), 3, "\"gopher\" is no law", "kleiber fit");
    Files.delete(fit);
    assertThat(predict("--n", "1", "--d", "1").err()).contains("there is no file");
  }

  private void assertBroken(String text, int code, String... words) throws Exception {
    Files.writeString(fit, text);
    CommandRun outcome = predict("--n", "1", "--d", "1");
    assertThat(outcome.exit()).isEqualTo(code);
    assertThat(outcome.err()).contains(words).contains("fit.json");
  }
}
