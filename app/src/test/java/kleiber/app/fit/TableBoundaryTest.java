package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.table.TableFile;
import kleiber.app.testing.CommandRun;
import kleiber.core.testing.Fuzz;
import kleiber.core.text.CsvText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in with a table: how much of it, which text, which losses. */
class TableBoundaryTest {
  @TempDir Path folder;

  private static List<String> runs() {
    List<String> rows = new ArrayList<>();
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        rows.add(n + "," + d + "," + (1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3)));
      }
    }
    return rows;
  }

  private static String csv(String header, List<String> rows) {
    return header + "\n" + String.join("\n", rows) + "\n";
  }

  private CommandRun fit(String text, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("table"), text);
    List<String> all = new ArrayList<>(List.of("fit", file.toString(), "--bootstrap", "20"));
    all.addAll(Arrays.asList(options));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private void assertRefused(String text, String... words) throws Exception {
    CommandRun run = fit(text);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(words).hasSizeLessThan(Fuzz.LONGEST_MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "-NaN", "inf", "-Infinity", "Infinity", "1e999", "∞"})
  void aRunWithoutAFiniteLossIsLeftOutAndSaid(String loss) throws Exception {
    List<String> rows = new ArrayList<>(runs());
    rows.add(3, "1e6,1e8," + loss);
    CommandRun run = fit(csv("N,D,loss", rows), "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode fit = run.json();
    assertThat(fit.path("runs").asInt()).isEqualTo(16);
    assertThat(fit.at("/parameters/E").asDouble()).isBetween(1.69999, 1.70001);
    assertThat(fit.at("/excluded/row 4").asText()).isEqualTo("loss is " + loss);
    assertThat(fit.path("notes").toString()).contains("1 completed run has no finite");
    assertThat(fit(csv("N,D,loss", rows)).out()).contains("left out   row 4: loss is " + loss);
  }

  @Test
  void anObjectThatHoldsTheRunsIsATable() throws Exception {
    String rows =
        runs().stream()
            .map(row -> row.split(","))
            .map(c -> "{\"N\":%s,\"D\":%s,\"loss\":%s}".formatted(c[0], c[1], c[2]))
            .collect(Collectors.joining(","));
    CommandRun run = fit("{\"name\":\"x\",\"runs\":[" + rows + "],\"more\":[1]}", "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.json().path("runs").asInt()).isEqualTo(16);
    assertRefused("{\"runs\":[1]}", "row 1 is not an object");
    assertRefused("{\"runs\":[]}", "has no rows");
    assertRefused("{\"runs\":[{\"N\":1}]} {\"N\":2}", "more follows the list of rows");
  }

  @Test
  void whatIsTooLargeIsRefusedWithTheLimit() throws Exception {
    assertRefused("N,D,loss\n" + "1,2,3\n".repeat(20_001), "more than 20,000 rows");
    assertRefused("N" + ",x".repeat(2_001), "names column \"x\" twice");
    StringBuilder wide = new StringBuilder("N");
    for (int i = 0; i < 2_000; i++) {
      wide.append(",c").append(i);
    }
    assertRefused(wide + "\n1\n", "more than 2,000 columns");
    assertRefused("N,D,loss\n" + "1,2,3,4,5,6\n", "line 2", "6 cells", "3 columns");
    assertRefused(
        "N,D,loss\n" + "1".repeat(1_000_001) + ",2,3\n",
        "is not a table: row 1: String value length (1000001)");
    assertRefused("[".repeat(10_000), "is not a table");
    assertThat(CommandRun.of("fit", "/dev/zero").err())
        .contains("cannot read /dev/zero: it is a device, not a file");
    assertThat(CommandRun.of("fit", folder.toString(), "--n", "x").err()).contains("runs.csv");
  }

  @Test
  void longCellsAreReadInPassing() throws Exception {
    for (String cell :
        List.of(",".repeat(120_000), "9".repeat(900_000), " ".repeat(500_000) + "x")) {
      assertRefused("N,D,loss\n1,2,\"" + cell + "\"\n", "row 1, column loss");
    }
    List<String> rows = new ArrayList<>(runs());
    rows.set(0, rows.get(0) + ",\"" + ",".repeat(120_000) + "\"");
    assertThat(fit(csv("N,D,loss,log", rows)).exit()).isZero();
  }

  @Test
  void numbersBeyondAllCountingAreNamed() throws Exception {
    assertRefused("N,D,loss\n1e300,2,3\n", "row 1, column N: 1.00e+300 is beyond all");
    assertRefused("N,D,loss\n1,1e-300,3\n", "row 1, column D");
  }

  @Test
  void aLossUnitIsRefusedForALawOfNoLoss() throws Exception {
    CommandRun run =
        fit(csv("N,D,lr", runs()), "--loss", "lr", "--law", "power-nd", "--loss-unit", "bits");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--loss-unit is the unit of a loss", "power-nd");
  }

  @Test
  void whatIsWrittenAsCsvIsReadBackTheSame() throws Exception {
    List<String> texts =
        List.of(
            "=1+1",
            "+cmd",
            "-x",
            "@SUM(A1)",
            "'=x",
            "''@",
            "'plain",
            "-1e-3",
            "+5",
            "-",
            "a,b",
            "a;b",
            "a\"b",
            "two\nlines",
            "#5",
            " spaced ",
            "|",
            "\t",
            "",
            "-0.5");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      names.add("c" + i);
    }
    String csv = CsvText.line(names) + CsvText.line(texts) + CsvText.line(List.of(-0.5, -7, 1e-9));
    assertThat(csv)
        .contains(",'+cmd,'-x,'@SUM(A1),''=x,'''@,'plain,-1e-3,+5,")
        .contains("\n-0.5,-7,1.0E-9");
    Map<String, String> row =
        TableFile.read(Files.writeString(folder.resolve("written.csv"), csv)).rows().get(0);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(row.get("c" + i)).as(texts.get(i)).isEqualTo(texts.get(i));
    }
    assertThat(CsvText.line(List.of("a\rb"))).isEqualTo("\"a\rb\"\n");
    assertThat(CsvText.line(List.of("\rb"))).isEqualTo("\"'\rb\"\n");
  }
}
