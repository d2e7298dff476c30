package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import kleiber.analysis.planner.UsualShape;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions and plans of a fit. */
class PlanCommandTest {
  @TempDir Path folder;

  @Test
  void predictionsAndPlansComeWithIntervalsAndDistance() throws Exception {
    String fit = folder.resolve("fit.json").toString();
    CommandRun.of(
        "fit", Published.table("chinchilla-points-234.csv"), "--bootstrap", "100", "--out", fit);
    JsonNode prediction =
        CommandRun.of("predict", fit, "--n", "1e12", "--d", "2e13", "--json").json();
    double loss = prediction.path("loss").asDouble();
    assertThat(prediction.path("mean").path("low").asDouble()).isLessThan(loss);
    assertThat(prediction.path("mean").path("high").asDouble()).isGreaterThan(loss);
    assertThat(prediction.path("newRun").path("high").asDouble())
        .isGreaterThan(prediction.path("mean").path("high").asDouble());
    assertThat(prediction.path("distance").path("label").asText()).contains("extrapolation");
    JsonNode plan = CommandRun.of("plan", fit, "--flops", "5.76e23", "--json").json();
    double n = plan.path("n").asDouble();
    assertThat(6 * n * plan.path("d").asDouble()).isCloseTo(5.76e23, within(1e15));
    assertThat(plan.path("nInterval").path("low").asDouble()).isLessThan(n);
    assertThat(plan.path("nInterval").path("high").asDouble()).isGreaterThan(n);
  }

  @Test
  void plansPayForInferenceAndLimitTokens() throws Exception {
    String fit = folder.resolve("fit.json").toString();
    CommandRun.of(
        "fit", Published.table("chinchilla-points-234.csv"), "--bootstrap", "50", "--out", fit);
    CommandRun plan =
        CommandRun.of(
            "plan",
            fit,
            "--flops",
            "1e23",
            "--inference-tokens",
            "1e13",
            "--unique-tokens",
            "5e10");
    assertThat(plan.out())
        .contains(
            "inference paid for",
            "different tokens",
            "seen once",
            "make this prediction more certain");
    assertThat(CommandRun.of("plan", fit, "--flops", "1e23", "--unique-tokens", "-1").err())
        .contains("--unique-tokens must be given and positive");
    assertThat(CommandRun.of("plan", fit, "--hours", "3").err()).contains("--flops-per-second");
    JsonNode rich =
        CommandRun.of(
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
    assertThat(rich.path("hours").asDouble()).isEqualTo(500);
    assertThat(rich.path("money").asDouble()).isEqualTo(1000);
  }

  @Test
  void aBudgetIsToldInFlopsHoursAndMoneyAsFarAsTheyAreKnown() throws Exception {
    String fit = folder.resolve("fit.json").toString();
    CommandRun.of(
        "fit", Published.table("chinchilla-points-234.csv"), "--bootstrap", "50", "--out", fit);
    String[] machine = {"--flops-per-second", "1e14", "--price-per-hour", "2.5"};
    assertThat(
            CommandRun.of("plan", fit, "--money", "1000", machine[0], machine[1], machine[2], "2.5")
                .out())
        .startsWith("1.44e+20 FLOPs, 400 hours costing 1,000.00: ");
    assertThat(CommandRun.of("plan", fit, "--hours", "400", machine[0], machine[1]).out())
        .startsWith("1.44e+20 FLOPs, 400 hours: ");
    assertThat(CommandRun.of("plan", fit, "--flops", "1.44e20").out())
        .startsWith("1.44e+20 FLOPs: ");
  }

  @Test
  void aPlanHasUsualHeadsAndNamesPublishedShapesOfTheNextSizes() throws Exception {
    String fit = folder.resolve("fit.json").toString();
    CommandRun.of(
        "fit", Published.table("chinchilla-points-234.csv"), "--bootstrap", "50", "--out", fit);
    String plan = CommandRun.of("plan", fit, "--flops", "1e21").out();
    assertThat(plan)
        .containsPattern("shape +\\d+ layers, width \\d+, \\d+ heads of (64|128) \\(")
        .containsPattern(
            "usual, (smaller|larger) +.*\\d+ layers, width \\d+, \\d+ heads of \\d+ \\(");
    assertThat(UsualShape.around(1.3e9, new RecipeShapes().published()))
        .extracting(shape -> shape.names().get(0))
        .containsExactly("OPT 1.3B", "Megatron GPT-2 2.5B");
  }
}
