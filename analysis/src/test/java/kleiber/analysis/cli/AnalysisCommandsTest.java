package kleiber.analysis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.cli.Kleiber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a user gives them. */
class AnalysisCommandsTest {
  @TempDir Path folder;

  record Outcome(int code, String out, String err) {
    JsonNode json() throws Exception {
      return new ObjectMapper().readTree(out);
    }
  }

  static Outcome kleiber(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Kleiber.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(args);
    return new Outcome(code, out.toString(), err.toString());
  }

  static String published(String name) {
    try {
      return Path.of(AnalysisCommandsTest.class.getResource("/published/" + name).toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private String table(String text) throws Exception {
    return Files.writeString(folder.resolve("runs.csv"), text).toString();
  }

  @Test
  void chinchillaPointsReachTheBestKnownObjective() throws Exception {
    JsonNode fit =
        kleiber(
                "fit",
                published("chinchilla-points-234.csv"),
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
        kleiber(
                "fit",
                published("chinchilla-points-234.csv"),
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
        kleiber("fit", published("cs336-isoflops.json"), "--bootstrap", "20", "--json").json();
    assertThat(fit.path("parameters").path("E").asDouble()).isCloseTo(2.69, within(1e-6));
    JsonNode isoflop = fit.path("isoflop");
    assertThat(isoflop.path("budgets").size()).isEqualTo(9);
    assertThat(isoflop.path("parabola").path("a").asDouble()).isCloseTo(.514579, within(1e-6));
  }

  @Test
  void predictionsAndPlansComeWithIntervalsAndDistance() throws Exception {
    String fit = folder.resolve("fit.json").toString();
    kleiber("fit", published("chinchilla-points-234.csv"), "--bootstrap", "100", "--out", fit);
    JsonNode prediction = kleiber("predict", fit, "--n", "1e12", "--d", "2e13", "--json").json();
    double loss = prediction.path("loss").asDouble();
    assertThat(prediction.path("mean").path("low").asDouble()).isLessThan(loss);
    assertThat(prediction.path("mean").path("high").asDouble()).isGreaterThan(loss);
    assertThat(prediction.path("newRun").path("high").asDouble())
        .isGreaterThan(prediction.path("mean").path("high").asDouble());
    assertThat(prediction.path("distance").path("label").asText()).contains("extrapolation");
    JsonNode plan = kleiber("plan", fit, "--flops", "5.76e23", "--json").json();
    double n = plan.path("n").asDouble();
    assertThat(6 * n * plan.path("d").asDouble()).isCloseTo(5.76e23, within(1e15));
    assertThat(plan.path("nInterval").path("low").asDouble()).isLessThan(n);
    assertThat(plan.path("nInterval").path("high").asDouble()).isGreaterThan(n);
  }

  @Test
  void figuresAreWrittenAsSvgAndPng() throws Exception {
    Path figures = folder.resolve("figures");
    Outcome outcome =
        kleiber(
            "fit",
            published("cs336-isoflops.json"),
            "--bootstrap",
            "20",
            "--figures",
            figures.toString());
    assertThat(outcome.out).contains("figures in " + figures);
    for (String name : new String[] {"isoflop", "optimal-size", "residuals", "bootstrap"}) {
      assertThat(figures.resolve(name + ".svg")).exists();
      assertThat(figures.resolve(name + ".png")).exists();
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
    Outcome outcome =
        kleiber("fit", table, "--law", "power-nd", "--optimum", "optim.lr", "--bootstrap", "20");
    assertThat(outcome.out)
        .contains("9 runs of")
        .contains("N 7000000.0, D 1.0E9: optimum outside the sampled range");
    JsonNode parameters =
        kleiber(
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
  void plansPayForInferenceAndLimitTokens() throws Exception {
    String fit = folder.resolve("fit.json").toString();
    kleiber("fit", published("chinchilla-points-234.csv"), "--bootstrap", "50", "--out", fit);
    Outcome plan =
        kleiber(
            "plan",
            fit,
            "--flops",
            "1e23",
            "--inference-tokens",
            "1e13",
            "--unique-tokens",
            "5e10");
    assertThat(plan.out)
        .contains(
            "inference paid for", "different tokens", "seen once", "make this prediction surer");
    assertThat(kleiber("plan", fit, "--flops", "1e23", "--unique-tokens", "-1").err)
        .contains("--unique-tokens must be given and positive");
    assertThat(kleiber("plan", fit, "--hours", "3").err).contains("--flops-per-second");
    JsonNode rich =
        kleiber(
                "plan",
                fit,
                "--money",
                "1000",
                "--price-per-hour",
                "2",
                "--flops-per-second",
                "1e14",
                "--json")
            .json();
    assertThat(rich.path("flops").asDouble()).isEqualTo(1000 / 2.0 * 3600 * 1e14);
  }

  @Test
  void theNoiseScaleComesFromTwoBatchSizes() throws Exception {
    StringBuilder rows = new StringBuilder("gradNormSmall,gradNormBig\n");
    for (int i = 0; i < 10; i++) {
      rows.append(Math.sqrt(4 + 200 / 8.0) + "," + Math.sqrt(4 + 200 / 64.0) + "\n");
    }
    String table = table(rows.toString());
    String[] batches = {"--small-batch", "8", "--big-batch", "64"};
    JsonNode scale =
        kleiber("noise-scale", table, batches[0], batches[1], batches[2], batches[3], "--json")
            .json();
    assertThat(scale.path("noiseScale").asDouble()).isCloseTo(50, within(1e-9));
    Outcome same = kleiber("noise-scale", table, "--small-batch", "8", "--big-batch", "8");
    assertThat(same.code).isEqualTo(2);
    assertThat(same.err).contains("two batch sizes");
    assertThat(
            kleiber(
                    "noise-scale",
                    table("a,b\n1,2\n"),
                    batches[0],
                    batches[1],
                    batches[2],
                    batches[3])
                .err)
        .contains("row 1, column gradNormSmall");
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
    JsonNode fit = kleiber("fit", table(rows.toString()), "--bootstrap", "20", "--json").json();
    assertThat(fit.path("parameters").path("alpha").asDouble()).isCloseTo(.34, within(1e-6));
    assertThat(fit.path("objectivePerRun").asDouble())
        .isEqualTo(fit.path("objective").asDouble() / 9);
  }

  @Test
  void aFlatDirectionIsNamedInWords() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int i = 0; i < 30; i++) {
      double n = 1e8 * Math.pow(1.02, i);
      double d = 1e9 * Math.pow(1.02, i * 7 % 30);
      double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
      rows.append(n + "," + d + "," + loss * (1 + 1e-3 * Math.sin(9 * i)) + "\n");
    }
    Outcome outcome = kleiber("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.out)
        .contains("flat direction: ")
        .contains("together hardly change the loss");
  }

  @Test
  void badCellsAreNamedByRowAndColumn() throws Exception {
    Outcome outcome =
        kleiber(
            "fit", table("N,D,loss\n1e6,1e8,3\n2e6,NaN,2.9\n4e6,4e8,-1\n8e6,4e8,0\n1e6,1e8,3\n"));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err)
        .contains("row 2, column D: \"NaN\"")
        .contains("row 3, column loss: \"-1\"")
        .contains("row 4, column loss: \"0\"")
        .contains("row 5 repeats");
  }

  @Test
  void missingColumnsAreNamedWithThosePresent() throws Exception {
    Outcome outcome = kleiber("fit", table("size,D,loss\n1e6,1e8,3\n"));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("parameters (--n)").contains("it has D, loss, size");
  }

  @Test
  void tooFewRunsSayHowManyAreNeeded() throws Exception {
    Outcome outcome = kleiber("fit", table("N,D,loss\n1e6,1e8,3\n2e6,1e8,2.9\n4e6,4e8,2\n"));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("3 usable runs").contains("needs at least 6");
  }

  @Test
  void runsOfOneLossAreRefused() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int i = 1; i < 10; i++) {
      rows.append(i + "e6," + i % 4 + 1 + "e8,3\n");
    }
    Outcome outcome = kleiber("fit", table(rows.toString()));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("same fitted value, 3.0").contains("--loss");
  }

  @Test
  void runsOfOneSizeAreRefused() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int i = 1; i < 10; i++) {
      rows.append("1e6," + i + "e8," + (4 - 0.1 * i) + "\n");
    }
    Outcome outcome = kleiber("fit", table(rows.toString()));
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("1 value(s) of N").contains("vary the parameters");
  }

  @Test
  void oneBudgetIsNamed() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (double n = 1e6; n < 3e7; n *= 1.5) {
      double d = 1e16 / (6 * n);
      rows.append(n + "," + d + "," + (2 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3)) + "\n");
    }
    Outcome outcome = kleiber("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.code).isZero();
    assertThat(outcome.out).contains("one budget").contains("collinear").contains("few runs: 9");
  }

  @Test
  void aConcaveBudgetAndAnOptimumOutsideAreNamed() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int k = -3; k <= 3; k++) {
      double n = 1e7 * Math.pow(2, k);
      rows.append(n + "," + 1e18 / (6 * n) + "," + (3.5 - 0.02 * k * k) + "\n");
      rows.append(n + "," + 1e20 / (6 * n) + "," + (3 + 0.01 * (k - 5) * (k - 5)) + "\n");
    }
    Outcome outcome = kleiber("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.out)
        .contains("budget 1.00e+18 FLOPs: concave")
        .contains("budget 1.00e+20 FLOPs: optimum outside the sampled range");
  }

  @Test
  void failedRunsAreListedAndHeldOutRunsAreForetold() throws Exception {
    StringBuilder rows = new StringBuilder("id,N,D,loss,outcome,holdout\n");
    int id = 0;
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        double loss = 2 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
        rows.append("r" + id++ + "," + n + "," + d + "," + loss + ",completed,false\n");
      }
    }
    rows.append("big,1e9,1e11,2.38,completed,true\nbad,1e6,1e8,90,diverged,false\n");
    Outcome outcome = kleiber("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.out)
        .contains("16 runs of")
        .contains("bad: diverged")
        .contains("held out   big");
  }
}
