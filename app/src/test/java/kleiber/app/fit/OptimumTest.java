package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The best value of a hyperparameter as a power law of size and data. */
class OptimumTest {
  @TempDir Path folder;
  private String table;

  private static double best(double n, double d) {
    return 1.79 * Math.pow(n, -.713) * Math.pow(d, .307);
  }

  /**
   * Learning rates at each size and number of tokens, with two batches: the larger is better at
   * high rates only, and each alone has its optimum elsewhere.
   */
  @BeforeEach
  void write() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,optimizer.lr,batch,loss,holdout\n");
    for (double n = 1e6; n < 1e9; n *= 10) {
      for (double d = 1e8; d < 1e11; d *= 10) {
        group(rows, n, d, false);
      }
    }
    group(rows, 1e9, 1e11, true);
    table = Files.writeString(folder.resolve("sweep.csv"), rows).toString();
  }

  private static void group(StringBuilder rows, double n, double d, boolean heldOut) {
    for (int k = -3; k <= 3; k++) {
      double off = k * Math.log(2) + 0.2;
      double low = 3 + 0.1 * off * off;
      for (int batch : new int[] {8, 32}) {
        boolean fits = batch == 32 == k > 0;
        rows.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%s,%s%n",
                n,
                d,
                best(n, d) * Math.exp(off),
                batch,
                fits ? low : low + 0.4,
                heldOut));
      }
    }
  }

  private Path fit() {
    Path fit = folder.resolve("fit.json");
    CommandRun run =
        CommandRun.of(
            "fit",
            table,
            "--law",
            "power-nd",
            "--optimum",
            "optimizer.lr",
            "--bootstrap",
            "40",
            "--out",
            fit.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("9 optima of", "best optimizer.lr")
        .contains("an optimum in 9 of 9 groups of N and D")
        .containsPattern("1M +100M +7 +0\\.02\\d+ +0\\.02\\d+ +3\\.0000")
        .contains("held out   N 1B, D 100B: predicted 0.00")
        .doesNotContain("nats", "NaN");
    return fit;
  }

  @Test
  void theParabolaGoesThroughTheLowestLossAtEachValue() throws Exception {
    JsonNode fit = new com.fasterxml.jackson.databind.ObjectMapper().readTree(fit().toFile());
    assertThat(fit.at("/parameters/K").asDouble()).isCloseTo(1.79, within(1e-5));
    assertThat(fit.at("/parameters/N_exponent").asDouble()).isCloseTo(-.713, within(1e-6));
    assertThat(fit.at("/target/name").asText()).isEqualTo("best optimizer.lr");
    assertThat(fit.at("/optima/0/value").asDouble()).isCloseTo(best(1e6, 1e8), within(1e-9));
    assertThat(fit.at("/optima/0/loss").asDouble()).isCloseTo(3, within(1e-9));
    assertThat(fit.at("/holdouts/0/measured").asDouble()).isCloseTo(best(1e9, 1e11), within(1e-9));
  }

  @Test
  void predictionsSayWhatTheyAreOf() throws Exception {
    String fit = fit().toString();
    assertThat(CommandRun.of("predict", fit, "--n", "1e8", "--d", "1e10").out())
        .startsWith("best optimizer.lr 0.00")
        .doesNotContain("loss", "nats");
    JsonNode json = CommandRun.of("predict", fit, "--n", "1e8", "--d", "1e10", "--json").json();
    assertThat(json.path("quantity").asText()).isEqualTo("best optimizer.lr");
    assertThat(json.path("value").asDouble()).isCloseTo(best(1e8, 1e10), within(1e-8));
    assertThat(json.has("loss")).isFalse();
  }

  @Test
  void theReportSpeaksOfLearningRatesAndOfTheModelsTrained() throws Exception {
    Path out = folder.resolve("report");
    CommandRun run =
        CommandRun.of(
            "report",
            table,
            "--law",
            "power-nd",
            "--optimum",
            "optimizer.lr",
            "--bootstrap",
            "40",
            "--out",
            out.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page)
        .contains("140 language models were trained")
        .contains("The best optimizer.lr (y below) follows")
        .contains("measured best optimizer.lr")
        .contains("An optimum in 9 of 9 groups".substring(3))
        .doesNotContain("Their loss, the mean surprise");
    String figure = Files.readString(out.resolve("figures/predicted-measured.svg"));
    assertThat(figure).contains("predicted best optimizer.lr").doesNotContain("nats");
  }

  @Test
  void whereAllSeeTheSameTokensTheBestRateIsAPowerOfTheWidthAlone() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,model.width,lr,loss\n");
    for (int width : new int[] {32, 64, 128, 256}) {
      for (double step : new double[] {-1, 0, 1}) {
        double best = 0.5 / width;
        double lr = best * Math.pow(2, step + 0.3);
        double loss = 3 + 0.1 * Math.pow(Math.log(lr / best), 2);
        rows.append(
            String.format(
                Locale.ROOT, "%d,1e6,%d,%.9g,%.9g%n", 24 * width * width, width, lr, loss));
      }
    }
    Path widths = Files.writeString(folder.resolve("widths.csv"), rows);
    String[] fit = {"fit", widths.toString(), "--optimum", "lr", "--n", "model.width"};
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of(fit), Stream.of("--law", "rate-n", "--bootstrap", "20"))
                .toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("y = K·N^a").containsPattern("N_exponent +[-−]1\\.0000? ");
    CommandRun other = CommandRun.of(fit);
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("1 value(s) of D");
  }

  @Test
  void aLawOfTheLossDoesNotServe() {
    CommandRun run =
        CommandRun.of("fit", table, "--law", "chinchilla", "--optimum", "optimizer.lr");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("no loss", "--law power-nd");
    assertThat(CommandRun.of("fit", table, "--optimum", "optimizer.lr", "--bootstrap", "20").out())
        .startsWith("y = K·N^a·D^b");
  }
}
