package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fit} finds and draws. */
class FitCommandTest {
  @TempDir Path folder;

  private String table(String text) throws Exception {
    return Files.writeString(folder.resolve("runs.csv"), text).toString();
  }

  @Test
  void chinchillaPointsReachTheBestKnownObjective() throws Exception {
    JsonNode fit =
        CommandRun.of(
                "fit",
                Published.table("chinchilla-points-234.csv"),
                "--law",
                "chinchilla",
                "--bootstrap",
                "100",
                "--json")
            .json();
    assertThat(fit.path("objective").asDouble()).isLessThanOrEqualTo(0.00084009396);
    JsonNode parameters = fit.path("parameters");
    assertThat(parameters.path("E").asDouble()).isCloseTo(1.78389, within(1e-4));
    assertThat(parameters.path("alpha").asDouble()).isCloseTo(.342626, within(1e-5));
    assertThat(parameters.path("beta").asDouble()).isCloseTo(.342002, within(1e-5));
    assertThat(fit.path("diagnostics").path("converged").asBoolean()).isTrue();
  }

  @Test
  void asymmetricPenaltyReachesTheBestKnownObjective() throws Exception {
    JsonNode fit =
        CommandRun.of(
                "fit",
                Published.table("chinchilla-points-234.csv"),
                "--penalty",
                "asymmetric",
                "--bootstrap",
                "20",
                "--json")
            .json();
    assertThat(fit.path("objective").asDouble() / 234).isLessThanOrEqualTo(0.0227818815);
  }

  @Test
  void approachTwoStandsBesideTheLaw() throws Exception {
    JsonNode fit =
        CommandRun.of("fit", Published.table("cs336-isoflops.json"), "--bootstrap", "20", "--json")
            .json();
    assertThat(fit.path("parameters").path("E").asDouble()).isCloseTo(2.69, within(1e-6));
    JsonNode isoflop = fit.path("isoflop");
    assertThat(isoflop.path("budgets").size()).isEqualTo(9);
    assertThat(isoflop.path("parabola").path("a").asDouble()).isCloseTo(.514579, within(1e-6));
  }

  @Test
  void figuresAreWrittenAsSvgPngAndPdf() throws Exception {
    Path figures = folder.resolve("figures");
    CommandRun outcome =
        CommandRun.of(
            "fit",
            Published.table("cs336-isoflops.json"),
            "--bootstrap",
            "20",
            "--figures",
            figures.toString());
    assertThat(outcome.out()).contains("figures in " + figures);
    for (String name : new String[] {"isoflop", "optimal-size", "residuals", "bootstrap"}) {
      assertThat(figures.resolve(name + ".svg")).exists();
      assertThat(figures.resolve(name + ".png")).exists();
      assertThat(figures.resolve(name + ".pdf")).exists();
    }
  }

  @Test
  void theBestLearningRateIsAPowerLawOfSizeAndData() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,optim.lr,loss\n");
    for (double n = 1e6; n < 1e9; n *= 10) {
      for (double d = 1e8; d < 1e11; d *= 10) {
        double best = 1.79 * Math.pow(n, -.713) * Math.pow(d, .307);
        for (int k = -2; k <= 2; k++) {
          double off = k * Math.log(2) + 0.3;
          rows.append(
              n + "," + d + "," + best * Math.exp(off) + "," + (3 + 0.1 * off * off) + "\n");
        }
      }
    }
    rows.append("7e6,1e9,0.1,3\n7e6,1e9,0.2,2.8\n7e6,1e9,0.4,2.7\n");
    String table = table(rows.toString());
    CommandRun outcome =
        CommandRun.of(
            "fit", table, "--law", "power-nd", "--optimum", "optim.lr", "--bootstrap", "20");
    assertThat(outcome.out())
        .contains("9 optima of", "fitted     best optim.lr")
        .contains("an optimum in 9 of 10 groups of N and D")
        .contains("N 7M, D 1B: optimum outside the sampled range");
    JsonNode parameters =
        CommandRun.of(
                "fit",
                table,
                "--law",
                "power-nd",
                "--optimum",
                "optim.lr",
                "--bootstrap",
                "20",
                "--json")
            .json()
            .path("parameters");
    assertThat(parameters.path("K").asDouble()).isCloseTo(1.79, within(1e-5));
    assertThat(parameters.path("N_exponent").asDouble()).isCloseTo(-.713, within(1e-6));
  }

  @Test
  void columnsOfOtherPapersAreFoundByTheirUsualNames() throws Exception {
    StringBuilder rows = new StringBuilder("Model Size,Training Tokens,Training FLOP,loss,b\n");
    for (double n = 1e6; n < 1e9; n *= 10) {
      for (double d = 1e8; d < 1e11; d *= 10) {
        double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
        rows.append(n + "," + d + "," + 6 * n * d + "," + loss + ",-1\n");
      }
    }
    JsonNode fit =
        CommandRun.of("fit", table(rows.toString()), "--bootstrap", "20", "--json").json();
    assertThat(fit.path("parameters").path("alpha").asDouble()).isCloseTo(.34, within(1e-6));
    assertThat(fit.path("objectivePerRun").asDouble())
        .isEqualTo(fit.path("objective").asDouble() / 9);
  }

  @Test
  void failedRunsAreListedAndHeldOutRunsArePredicted() throws Exception {
    StringBuilder rows = new StringBuilder("id,N,D,loss,outcome,holdout\n");
    int id = 0;
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        double loss = 2 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
        rows.append("r" + id++ + "," + n + "," + d + "," + loss + ",completed,false\n");
      }
    }
    rows.append("big,1e9,1e11,2.38,completed,true\nbad,1e6,1e8,90,diverged,false\n");
    CommandRun outcome = CommandRun.of("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.out())
        .contains("16 runs of")
        .contains("bad: diverged")
        .contains("held out   big");
  }
}
