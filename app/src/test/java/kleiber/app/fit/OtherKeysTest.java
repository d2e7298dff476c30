package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that differ in what the law does not know. */
class OtherKeysTest {
  @TempDir Path folder;

  private static double loss(double n, double d) {
    return 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
  }

  /** A grid of sizes and tokens, each with {@code more} to its row and what that adds to loss. */
  private interface More {
    String of(int cell, double loss);
  }

  private String grid(String header, More... variants) throws Exception {
    StringBuilder rows = new StringBuilder("N,D," + header + "\n");
    int cell = 0;
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        for (More variant : variants) {
          rows.append((long) n + "," + (long) d + "," + variant.of(cell, loss(n, d)) + "\n");
        }
        cell++;
      }
    }
    return Files.writeString(folder.resolve("grid.csv"), rows).toString();
  }

  private static JsonNode fit(String table, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of("fit", table, "--bootstrap", "20", "--json"));
    all.addAll(List.of(more));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return run.json();
  }

  private String learningRates() throws Exception {
    return grid(
        "optimizer.lr,loss",
        (cell, loss) -> "1e-4," + (loss + (cell % 2 == 0 ? 0 : 0.1)),
        (cell, loss) -> "3e-4," + (loss + 0.2),
        (cell, loss) -> "0.001," + (loss + (cell % 2 == 0 ? 0.3 : 0)));
  }

  @Test
  void theBestOfEachSizeAndTokensIsFittedAndSaidSo() throws Exception {
    String table = learningRates();
    JsonNode fit = fit(table);
    assertThat(fit.path("runs").asInt()).isEqualTo(16);
    assertThat(fit.at("/parameters/E").asDouble()).isCloseTo(1.7, within(1e-5));
    assertThat(fit.at("/parameters/alpha").asDouble()).isCloseTo(.3, within(1e-5));
    assertThat(fit.path("excluded").size()).isEqualTo(32);
    assertThat(CommandRun.of("fit", table, "--bootstrap", "20").out())
        .contains("16 runs of")
        .contains("note       the best of each N and D are fitted, 16 of 48 runs")
        .contains("differ in optimizer.lr, which law chinchilla does not know")
        .contains("row 2, row 3, row 4 and 29 more: not the best of its N and D");
  }

  @Test
  void allRunsAreFittedWhereTheirOwnerInsists() throws Exception {
    JsonNode fit = fit(learningRates(), "--all-runs");
    assertThat(fit.path("runs").asInt()).isEqualTo(48);
    assertThat(fit.at("/parameters/E").asDouble()).isGreaterThan(1.75);
    assertThat(fit.path("notes").toString()).contains("optimizer.lr", "all are fitted");
  }

  @Test
  void seedsOfTheBestConfigurationStayTogether() throws Exception {
    JsonNode fit =
        fit(
            grid(
                "wd,seed,loss",
                (cell, loss) -> "0.1,1," + (loss - 0.001),
                (cell, loss) -> "0.1,2," + (loss + 0.001),
                (cell, loss) -> "0,1," + (loss - 0.002),
                (cell, loss) -> "0,2," + (loss + 0.5)));
    assertThat(fit.path("runs").asInt()).isEqualTo(32);
    assertThat(fit.at("/parameters/E").asDouble()).isCloseTo(1.7, within(0.02));
  }

  @Test
  void whatWasMeasuredOrOnlyNamesARunIsNoDifference() throws Exception {
    String table =
        grid(
            "run_name,seed,seconds,tokensPerSecond,hash,train/loss,flopsSpent,loss",
            (cell, loss) -> cell + "-a,1,10.1,5." + cell + ",a" + cell + ",1.1,2e9," + loss,
            (cell, loss) -> cell + "-b,2,11.2,6." + cell + ",b" + cell + ",1.2,3e9," + loss);
    JsonNode fit = fit(table);
    assertThat(fit.path("runs").asInt()).isEqualTo(32);
    assertThat(fit.path("notes").toString()).doesNotContain("differ");
  }

  @Test
  void tokensThatDifferByTheRoundingOfStepsAreTheSame() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,batch,loss\n");
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        rows.append(n + "," + d + ",64," + loss(n, d) + "\n");
        rows.append(n + "," + 0.998 * d + ",128," + (loss(n, d) + 0.2) + "\n");
      }
    }
    String table = Files.writeString(folder.resolve("steps.csv"), rows).toString();
    assertThat(fit(table).path("runs").asInt()).isEqualTo(16);
  }

  @Test
  void uniqueTokensDifferToALawThatDoesNotKnowThem() throws Exception {
    String table =
        grid("U,loss", (cell, loss) -> "1e10," + loss, (cell, loss) -> "1e7," + (loss + 0.3));
    assertThat(fit(table).path("notes").toString()).contains("differ in U, which law chinchilla");
    JsonNode knows = fit(table, "--law", "data-constrained");
    assertThat(knows.path("notes").toString()).doesNotContain("differ");
    assertThat(knows.path("runs").asInt()).isEqualTo(32);
  }

  @Test
  void passesOverTheDataAreADifferenceToo() throws Exception {
    String table =
        grid("epochs,loss", (cell, loss) -> "1," + loss, (cell, loss) -> "16," + (loss + 0.2));
    JsonNode fit = fit(table);
    assertThat(fit.path("notes").toString()).contains("differ in epochs");
    assertThat(fit.at("/parameters/E").asDouble()).isCloseTo(1.7, within(1e-5));
  }

  @Test
  void lawsOfOtherQuantitiesHaveNoBestRunAndRefuse() throws Exception {
    String table =
        grid("lr,batch,loss", (cell, loss) -> "1e-3,8," + loss, (cell, loss) -> "2e-3,16,9");
    CommandRun run = CommandRun.of("fit", table, "--law", "power-nd", "--loss", "lr");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("differ in batch", "law power-nd", "--optimum COLUMN", "--all-runs");
  }

  @Test
  void heldOutRunsToo() throws Exception {
    String table = learningRates();
    String rows =
        Stream.of("1e-4,2.4", "3e-4,2.3", "1e-3,2.35")
            .map(cells -> "1000000000,100000000000," + cells + ",true\n")
            .reduce("", String::concat);
    String text = Files.readString(Path.of(table)).replace("loss\n", "loss,holdout\n");
    text = text.replaceAll("(?m)^(\\d.*)$", "$1,false") + rows;
    JsonNode holdouts = fit(Files.writeString(Path.of(table), text).toString()).path("holdouts");
    assertThat(holdouts).hasSize(1);
    assertThat(holdouts.at("/0/measured").asDouble()).isEqualTo(2.3);
  }

  @Test
  void aLawOfOneInputSaysThatAnotherVaries() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int i = 0; i < 12; i++) {
      double n = 1e6 * Math.pow(2, i);
      rows.append(n + "," + 20 * n + "," + loss(n, 20 * n) + "\n");
    }
    String table = Files.writeString(folder.resolve("ratio.csv"), rows).toString();
    assertThat(fit(table, "--law", "floor-n").path("warnings").toString())
        .contains("unknown input: training tokens differ by 2,048 times");
    assertThat(fit(table, "--law", "floor-c").path("warnings").toString())
        .doesNotContain("unknown input");
  }
}
