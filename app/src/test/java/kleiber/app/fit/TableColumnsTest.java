package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns a table has, what they hold, and which of its rows are data. */
class TableColumnsTest {
  @TempDir Path folder;

  /** Twenty runs on L = 1.7 + 90/N^.3 + 400/D^.3. */
  private static List<String> rows(BiFunction<Double, Double, String> row) {
    List<String> rows = new ArrayList<>();
    for (double n = 1e6; n < 3e7; n *= 2) {
      for (double ratio = 5; ratio < 50; ratio *= 2) {
        rows.add(row.apply(n, n * ratio));
      }
    }
    return rows;
  }

  private static String loss(double n, double d) {
    return Double.toString(1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3));
  }

  private static String plain(double n, double d) {
    return n + "," + d + "," + loss(n, d);
  }

  private CommandRun fit(String text, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("table"), text);
    List<String> all = new ArrayList<>(List.of("fit", file.toString(), "--bootstrap", "20"));
    all.addAll(List.of(options));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private void assertFitted(JsonNode fit, int runs, int heldOut) {
    assertThat(fit.path("runs").asInt()).isEqualTo(runs);
    assertThat(fit.path("holdouts").size()).isEqualTo(heldOut);
    assertThat(fit.at("/parameters/E").asDouble()).isCloseTo(1.7, within(1e-5));
    assertThat(fit.at("/parameters/alpha").asDouble()).isCloseTo(.3, within(1e-5));
  }

  @Test
  void keysThatOnlyLaterRowsHaveAreColumns() throws Exception {
    String objects =
        String.join(
            "\n", rows((n, d) -> "{\"N\":%s,\"D\":%s,\"loss\":%s}".formatted(n, d, loss(n, d))));
    String rest =
        """

        {"name": "held", "N": 64e6, "D": 640e6, "loss": 1.0, "holdout": true}
        {"name": "dead", "N": 2e6, "D": 3e7, "loss": 9.0, "state": "crashed"}
        """;
    JsonNode fit = fit(objects + rest, "--json").json();
    assertFitted(fit, 20, 1);
    assertThat(fit.at("/holdouts/0/run").asText()).isEqualTo("held");
    assertThat(fit.at("/excluded/dead").asText()).isEqualTo("crashed");
    String array = "[" + (objects + rest).strip().replace("}\n", "},\n") + "]";
    assertFitted(fit(array, "--json").json(), 20, 1);
  }

  @Test
  void inputsThatOnlyLaterRowsHaveAreMissedByRow() throws Exception {
    CommandRun outcome =
        fit("{\"D\":1e9,\"loss\":3}\n{\"N\":1e6,\"D\":1e9,\"loss\":3,\"flops\":6e15}\n");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("row 1, column N: \"\" is not a positive number");
    assertThat(fit("{\"D\":1e9}\n{\"loss\":3}\n").err())
        .contains("no column for parameters (--n); it has D, loss");
  }

  @Test
  void inputsThatAreWorkedOutAreMissedByRow() throws Exception {
    List<String> rows = rows((n, d) -> n + "," + 6 * n * d + "," + loss(n, d));
    rows.set(3, "1e6,,3.5");
    CommandRun outcome = fit("N,C,loss\n" + String.join("\n", rows));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("row 4: no training tokens", "column C is no positive");
    rows.set(3, "0,1e9,3.5");
    CommandRun compute = fit("N,D,loss\n" + String.join("\n", rows), "--law", "power-c");
    assertThat(compute.exit()).isEqualTo(2);
    assertThat(compute.err()).contains("row 4: no training FLOPs", "column N is no positive");
  }

  @Test
  void aKeyGivenTwiceIsRefused() throws Exception {
    CommandRun outcome = fit("{\"N\":1e6,\"N\":2e6,\"D\":1e9,\"loss\":3}");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("line 1", "Duplicate", "N");
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "'', 2", "'Unnamed: 0', 1"})
  void aColumnWithoutANameIsNoOutcomeSeedOrHoldout(String name, int every) throws Exception {
    List<String> rows = rows(TableColumnsTest::plain);
    StringBuilder text = new StringBuilder(name + ",N,D,loss,state\n");
    for (int i = 0; i < rows.size(); i++) {
      // As pandas writes its index, or that of two frames put together.
      text.append(every == 1 ? i : i % every).append(',').append(rows.get(i)).append(",finished\n");
    }
    JsonNode fit = fit(text.toString(), "--json").json();
    assertFitted(fit, 20, 0);
    assertThat(fit.path("excluded").size()).isZero();
  }

  @Test
  void lettersOfOtherAlphabetsArePartOfAName() throws Exception {
    CommandRun outcome = fit("N,D,ΔL\n" + String.join("\n", rows(TableColumnsTest::plain)));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("for what is fitted (--loss)");
  }

  @Test
  void twoColumnsOfOneNameAreNotChosenBetween() throws Exception {
    String text = "N,n,D,loss\n" + String.join("\n", rows((n, d) -> "1," + plain(n, d)));
    CommandRun outcome = fit(text);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("\"N\" and \"n\"", "parameters", "--n");
    assertFitted(fit(text, "--n", "n", "--json").json(), 20, 0);
  }

  @Test
  void aWholeWordIsTakenBeforeALetterAndWhatElseMightBeMeantIsSaid() throws Exception {
    List<String> rows = rows((n, d) -> "7," + n + "," + d + "," + loss(n, d) + ",2.5");
    String text = "n,params,tokens,loss,val_loss\n" + String.join("\n", rows);
    CommandRun outcome = fit(text);
    assertThat(outcome.out())
        .contains("N is \"params\" and not \"n\" (--n chooses)")
        .contains("fitted is \"loss\" and not \"val_loss\" (--loss chooses)");
    assertFitted(fit(text, "--json").json(), 20, 0);
  }

  @Test
  void rowsThatAreCommentedOutAreCounted() throws Exception {
    List<String> rows = rows(TableColumnsTest::plain);
    rows.add(4, "#1e6,1e8,9");
    CommandRun outcome = fit("# by hand\nN,D,loss\n" + String.join("\n", rows));
    assertThat(outcome.out()).contains("20 runs of", "1 line begins with #: a comment, and no run");
  }

  @Test
  void exactRepeatsAreDroppedKeptOrRefused() throws Exception {
    List<String> rows = rows(TableColumnsTest::plain);
    rows.add(rows.get(3));
    rows.add(rows.get(3).replace("1000000.0,", "1e6,"));
    String text = "N,D,loss\n" + String.join("\n", rows);
    CommandRun dropped = fit(text);
    assertThat(dropped.out()).contains("2 rows repeat an earlier one in every column: dropped");
    assertFitted(fit(text, "--json").json(), 20, 0);
    assertThat(fit(text, "--repeats", "keep").out())
        .contains("22 runs of", "2 rows repeat", "kept");
    CommandRun refused = fit(text, "--repeats", "refuse");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("row 21 repeats row 4 in every column", "row 22 repeats row 4");
  }

  @Test
  void aRefusalForTooFewRunsSaysWhatWasReadAndDropped() throws Exception {
    CommandRun outcome = fit("N,D,loss\n" + "7e7,1e9,3.2\n".repeat(8));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("1 usable runs", "columns: N is \"N\"", "7 rows repeat an earlier one");
  }

  @Test
  void rowsThatDifferInAnyColumnAreNoRepeats() throws Exception {
    List<String> rows = rows((n, d) -> plain(n, d) + ",1e-3");
    rows.add(rows.get(3).replace("1e-3", "3e-3"));
    String text = "N,D,loss,warmup\n" + String.join("\n", rows);
    CommandRun outcome = fit(text, "--repeats", "refuse");
    assertThat(outcome.err()).doesNotContain("repeats");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void anIndexDoesNotMakeRepeatsDifferent() throws Exception {
    List<String> rows = rows(TableColumnsTest::plain);
    rows.add(rows.get(3));
    String text = ",N,D,loss\n";
    for (int i = 0; i < rows.size(); i++) {
      text += i + "," + rows.get(i) + "\n";
    }
    assertThat(fit(text).out()).contains("20 runs of", "1 row repeats");
  }

  @Test
  void rowsWithoutTheirOwnFlopsAreNamed() throws Exception {
    List<String> rows = rows((n, d) -> plain(n, d) + "," + 6.6 * n * d);
    rows.set(4, rows.get(4).replaceFirst(",[^,]*$", ","));
    CommandRun outcome = fit("N,D,loss,flops\n" + String.join("\n", rows));
    assertThat(outcome.out())
        .contains("column \"flops\" holds no positive number in 1 of the runs: their FLOPs are");
  }

  private static String scaled(double value, double unit) {
    return String.format(Locale.ROOT, "%.9g", value / unit);
  }

  @ParameterizedTest
  @CsvSource({
    "N, 1e6, --n-unit, M, D, 1e9, --d-unit, B",
    "N, 1e3, --n-unit, 1e3, D, 1e12, --d-unit, trillion",
    "Params (M), 1e6, --n-unit, M, Tokens [billions], 1e9, --d-unit, B",
  })
  void unitsOfColumnsAreGivenOrStandInTheHeader(
      String n,
      double nUnit,
      String nFlag,
      String nName,
      String d,
      double dUnit,
      String dFlag,
      String dName)
      throws Exception {
    String text =
        n
            + ","
            + d
            + ",loss\n"
            + rows((x, y) -> scaled(x, nUnit) + "," + scaled(y, dUnit) + "," + loss(x, y)).stream()
                .collect(Collectors.joining("\n"));
    boolean header = n.contains("(");
    JsonNode fit =
        (header ? fit(text, "--json") : fit(text, nFlag, nName, dFlag, dName, "--json")).json();
    assertFitted(fit, 20, 0);
    assertThat(fit.at("/range/N/high").asDouble()).isEqualTo(1.6e7);
    assertThat(fit.path("warnings").toString()).doesNotContain("implausible");
    assertThat(fit.path("notes").toString()).contains("in units of " + (header ? "M" : nName));
  }

  @Test
  void aCellsSuffixIsItsUnitWhateverTheColumns() throws Exception {
    String text =
        "N,D,loss\n"
            + String.join(
                "\n", rows((n, d) -> scaled(n, 1e6) + "m," + scaled(d, 1e9) + " B," + loss(n, d)));
    for (String[] options : new String[][] {{"--json"}, {"--n-unit", "B", "--json"}}) {
      JsonNode fit = fit(text, options).json();
      assertFitted(fit, 20, 0);
      assertThat(fit.at("/range/D/low").asDouble()).isEqualTo(5e6);
    }
    assertThat(fit(text, "--n-unit", "parsec").err())
        .contains("--n-unit: \"parsec\" is not a unit; give k, M, B, T");
  }

  @ParameterizedTest
  @CsvSource({"bits, 0.6931471805599453", "perplexity, 0"})
  void lossesInOtherUnitsBecomeNats(String unit, double factor) throws Exception {
    BiFunction<Double, Double, String> row =
        (n, d) -> {
          double nats = Double.parseDouble(loss(n, d));
          return n + "," + d + "," + (factor > 0 ? nats / factor : Math.exp(nats));
        };
    String cells = String.join("\n", rows(row));
    assertFitted(fit("N,D,loss\n" + cells, "--loss-unit", unit, "--json").json(), 20, 0);
    assertFitted(fit("N,D,loss (" + unit + ")\n" + cells, "--json").json(), 20, 0);
  }
}
