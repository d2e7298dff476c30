package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that no language model has, with the unit that they are likely to be in. */
class PlausibilityTest {
  @TempDir Path folder;

  private String warnings(double n, double d, double c, String... options) throws Exception {
    StringBuilder rows = new StringBuilder(c > 0 ? "N,D,loss,C\n" : "N,D,loss\n");
    for (double size = 4e7; size < 2e9; size *= 3) {
      for (double tokens = 1e9; tokens < 1e11; tokens *= 4) {
        double loss = 1.7 + 400 / Math.pow(size, .34) + 400 / Math.pow(tokens, .28);
        rows.append(size / n + "," + tokens / d + "," + loss);
        rows.append(c > 0 ? "," + 6 * size * tokens / c + "\n" : "\n");
      }
    }
    return warnings(rows.toString(), options);
  }

  private String warnings(String table, String... options) throws Exception {
    String file = Files.writeString(folder.resolve("runs.csv"), table).toString();
    String[] all = new String[options.length + 5];
    System.arraycopy(new String[] {"fit", file, "--bootstrap", "20", "--json"}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    CommandRun outcome = CommandRun.of(all);
    assertThat(outcome.err()).isEmpty();
    StringBuilder implausible = new StringBuilder();
    for (var warning : outcome.json().path("warnings")) {
      if (warning.asText().startsWith("implausible")) {
        implausible.append(warning.asText()).append('\n');
      }
    }
    return implausible.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "1e6, 1e9, 0, --n-unit M, --d-unit B",
    "1e9, 1e9, 0, --n-unit B, --d-unit B",
    "1e6, 1e6, 1, --n-unit M, --d-unit M",
    "1e9, 1e12, 1, --n-unit B, --d-unit T",
    "1, 1, 1e18, --c-unit 1e18, ",
    "1, 1, 8.64e19, --c-unit PF-days, ",
    "1, 1e9, 1e21, --d-unit B, --c-unit 1e21",
  })
  void theUnitThatWouldMakeThemPlausibleIsNamed(
      double n, double d, double c, String first, String second) throws Exception {
    assertThat(warnings(n, d, c))
        .contains(first, second == null ? "" : second)
        .hasLineCount(second == null ? 1 : 2);
    String[] options = (first + (second == null ? "" : " " + second)).split(" ");
    assertThat(warnings(n, d, c, options)).isEmpty();
  }

  @Test
  void whatIsPlausibleIsNotWarnedOf() throws Exception {
    assertThat(warnings(1, 1, 0)).isEmpty();
    assertThat(warnings(1, 1, 2)).isEmpty();
    for (String table : new String[] {"chinchilla-points-234.csv", "cs336-isoflops.json"}) {
      assertThat(warnings(Files.readString(Path.of(Published.table(table))))).isEmpty();
    }
  }

  @Test
  void aToyOfTensIsPlausibleInMillions() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (double n = 20; n < 2000; n *= 3) {
      for (double d = 100; d < 1e5; d *= 9) {
        rows.append(n + "," + d + "," + (.5 + 6 / Math.pow(n, .45) + 30 / Math.pow(d, .35)) + "\n");
      }
    }
    assertThat(warnings(rows.toString()))
        .contains(
            "N is 20 to 540 in 16 of 20 runs, and 1000 to 1e13 parameters",
            "--n-unit M",
            "--d-unit M");
  }

  @Test
  void flopsThatNoUnitExplainsAskWhatIsCounted() throws Exception {
    assertThat(warnings(1, 1, .1))
        .contains("C is 60 FLOPs per parameter and token, and 2 to 20", "counted alike?");
  }

  @Test
  void someRowsInAnotherUnitAreNamed() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (double n = 1e6; n < 1e9; n *= 4) {
      for (double d = 1e8; d < 1e11; d *= 10) {
        double loss = 1.7 + 400 / Math.pow(n, .34) + 400 / Math.pow(d, .28);
        rows.append((n == 1e6 ? 1 : n) + "," + d + "," + loss + "\n");
      }
    }
    assertThat(warnings(rows.toString())).contains("N is 1 in 3 of 15 runs", "another unit", "70M");
  }

  @Test
  void perplexitiesAreNoLosses() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (double n = 1e6; n < 1e9; n *= 4) {
      for (double d = 1e8; d < 1e11; d *= 10) {
        double loss = 1.7 + 400 / Math.pow(n, .34) + 400 / Math.pow(d, .28);
        rows.append(n + "," + d + "," + Math.exp(loss) + "\n");
      }
    }
    assertThat(warnings(rows.toString())).contains("--loss-unit perplexity");
  }
}
