package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approach 2 as {@code fit} shows it. */
class IsoFlopCommandTest {
  @TempDir Path folder;

  private static CommandRun fit(String table, String... more) {
    List<String> all = new ArrayList<>(List.of("fit", table, "--bootstrap", "20"));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(String[]::new));
  }

  /** Runs of three budgets at sizes from {@code least} times the best one on. */
  private String table(double least) throws Exception {
    StringBuilder rows = new StringBuilder("N,C,budget,loss\n");
    double[] budgets = {1e18, 1e19, 1e20};
    for (int b = 0; b < 3; b++) {
      for (int k = 0; k < 6; k++) {
        double n = 0.2 * Math.pow(budgets[b], .46) * least * Math.pow(1.8, k);
        double c = budgets[b] * (1 - 0.02 * k);
        double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(c / 6 / n, .28);
        rows.append(n + "," + c + "," + "abc".charAt(b) + "," + loss + "\n");
      }
    }
    return Files.writeString(folder.resolve("runs.csv"), rows).toString();
  }

  @Test
  void theNineBudgetsOfThePublishedPointsAreNine() throws Exception {
    JsonNode budgets =
        fit(Published.table("chinchilla-points-234.csv"), "--json").json().at("/isoflop/budgets");
    assertThat(budgets).hasSize(9);
    double[] flops = {6e18, 1e19, 3e19, 6e19, 1e20, 3e20, 6e20, 1e21, 3e21};
    for (int i = 0; i < 9; i++) {
      double found = budgets.path(i).path("flops").asDouble();
      assertThat(found / flops[i]).isBetween(0.88, 1.0);
      double bias =
          budgets.path(i).at("/valley/parabola").asDouble()
                  / budgets.path(i).path("parametric").asDouble()
              - 1;
      assertThat(bias).isBetween(-0.2, 0.25);
    }
  }

  @Test
  void budgetsMayBeDeclaredOrNamedByAColumn() throws Exception {
    String table = table(0.2);
    assertThat(fit(table, "--budgets", "1e18,1e20", "--json").json().at("/isoflop/budgets"))
        .hasSize(2);
    JsonNode named = fit(table, "--budgets", "budget", "--json").json().at("/isoflop/budgets");
    assertThat(named).hasSize(3);
    assertThat(named.at("/0/runs").asInt()).isEqualTo(6);
    assertThat(named.at("/0/members/0").asText()).isEqualTo("row 1");
    CommandRun wrong = fit(table, "--budgets", "dozen");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("\"dozen\" is neither", "nor a column");
  }

  @Test
  void anOptimumOutsideTheSampledSizesIsNoOptimum() throws Exception {
    String table = table(2.5);
    CommandRun text = fit(table);
    assertThat(text.out())
        .contains("optimum outside the sampled range")
        .containsPattern("e\\+18 +6 +none +none ")
        .contains("N* = k·C^a: parabola none, Akima none (fewer than two budgets have an optimum)")
        .doesNotContain("NaN", "Infinity", "null");
    CommandRun json = fit(table, "--json");
    assertThat(json.out()).doesNotContain("NaN", "Infinity");
    JsonNode budget = json.json().at("/isoflop/budgets/0");
    assertThat(budget.at("/valley/parabola").isNull()).isTrue();
    assertThat(budget.at("/valley/parabolaLoss").isNull()).isTrue();
    assertThat(budget.path("parametric").asDouble()).isPositive();
  }

  @Test
  void whatIsNoNumberIsNullInJsonAndReadAgainAsNone() throws Exception {
    String few =
        "N,D,loss\n1e6,1e8,3.9\n2e6,1e8,3.7\n1e6,2e8,3.6\n2e6,2e8,3.4\n4e6,1e8,3.6\n"
            + "4e6,4e8,3.1\n";
    String table = Files.writeString(folder.resolve("few.csv"), few).toString();
    Path out = folder.resolve("fit.json");
    assertThat(fit(table, "--out", out.toString()).out()).contains("AICc none");
    assertThat(Files.readString(out)).doesNotContain("NaN", "Infinity");
    JsonNode prediction =
        CommandRun.of("predict", out.toString(), "--n", "1e7", "--d", "1e9", "--json").json();
    assertThat(prediction.path("loss").asDouble()).isCloseTo(2.6, within(0.6));
    assertThat(prediction.toString()).doesNotContain("NaN");
  }
}
