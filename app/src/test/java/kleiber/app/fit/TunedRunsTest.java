package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of a tuned sweep: of each cell the best run alone is a law's. */
class TunedRunsTest {
  @TempDir Path folder;

  /** Four rates and two batches a cell; tokens differ by 1 % with the batch, steps being whole. */
  private String table(String last) throws Exception {
    StringBuilder rows =
        new StringBuilder("N,D,cell,cellRun,optimizer.lr,batch.sequences,loss,holdout\n");
    for (double n = 1e5; n < 1e7; n *= 3) {
      for (double d = 1e7; d < 1e9; d *= 3) {
        double loss = 1.7 + 400 * Math.pow(n, -.34) + 410 * Math.pow(d, -.28);
        String cell = String.format(Locale.ROOT, "n%.0f-d%.0f", n, d);
        String best = n > 8e6 && d > 8e8 ? last : "best";
        row(rows, n, d, cell, "tried", 5e-4, 8, loss + 2);
        row(rows, n, d, cell, "tried", 1e-3, 8, loss + .2);
        row(rows, n, d, cell, best, 2e-3, 8, loss);
        row(rows, n, d, cell, "tried", 4e-3, 8, loss + .1);
        row(rows, n, d * 1.01, cell, "tried", 2e-3, 16, loss + .3);
      }
    }
    return Files.writeString(folder.resolve("runs.csv"), rows).toString();
  }

  private static void row(
      StringBuilder rows,
      double n,
      double d,
      String cell,
      String part,
      double rate,
      int batch,
      double loss) {
    rows.append(
        String.format(
            Locale.ROOT, "%s,%s,%s,%s,%s,%d,%s,false%n", n, d, cell, part, rate, batch, loss));
  }

  @Test
  void aLawOfTheLossIsFittedToTheBestOfEachCell() throws Exception {
    CommandRun run = CommandRun.of("fit", table("best"), "--bootstrap", "20", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode fit = run.json();
    assertThat(fit.path("runs").asInt()).isEqualTo(25);
    assertThat(fit.at("/parameters/E").asDouble()).isCloseTo(1.7, within(1e-3));
    assertThat(fit.path("notes").toString())
        .contains("the best run of each tuned cell is fitted, 25 of 125 runs");
    assertThat(fit.path("warnings").toString()).doesNotContain("not bracketed");
  }

  @Test
  void aCellThatIsNotBracketedIsWarnedOf() throws Exception {
    CommandRun run = CommandRun.of("fit", table("edge"), "--bootstrap", "20");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("not bracketed: in 1 cell of the tuned sweep")
        .contains("go on with kleiber sweep run");
  }

  @Test
  void bestRatesAreFoundFromAllRunsOfACell() throws Exception {
    CommandRun run =
        CommandRun.of(
            "fit", table("best"), "--optimum", "optimizer.lr", "--bootstrap", "20", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode optima = run.json().path("optima");
    assertThat(optima).hasSize(25);
    assertThat(optima.path(0).path("rows")).hasSize(5);
    // Of the parabola through losses .2, 0 and .1 above the lowest; the one further off is no part.
    assertThat(optima.path(0).path("value").asDouble())
        .isCloseTo(2e-3 * Math.pow(2, 1 / 6.0), within(1e-6));
  }
}
