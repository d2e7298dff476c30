package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that is found depends on the units of a table's columns. */
class UnitsTest {
  @TempDir Path folder;

  /** Exact losses of L = 0.5 + 6/N^.45 + 30/D^.35, with N and D of tens; then in other units. */
  private String toy(double nUnit, double dUnit) throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (double n = 20; n < 2000; n *= 3) {
      for (double ratio : new double[] {5, 15, 40}) {
        double loss = 0.5 + 6 / Math.pow(n, .45) + 30 / Math.pow(ratio * n, .35);
        rows.append(n / nUnit + "," + ratio * n / dUnit + "," + loss + "\n");
      }
    }
    return Files.writeString(folder.resolve("toy.csv"), rows).toString();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1e-9, 1e-9", "1e6, 1e9", "1e-3, 1e12", "1e15, 1e-6"})
  void theBestSplitIsThatOfTheLawInAnyUnit(double nUnit, double dUnit) throws Exception {
    String fit = folder.resolve("fit.json").toString();
    JsonNode found =
        CommandRun.of("fit", toy(nUnit, dUnit), "--bootstrap", "20", "--out", fit, "--json").json();
    assertThat(found.at("/parameters/a").asDouble()).isCloseTo(.35 / .8, within(1e-6));
    assertThat(found.at("/parameters/b").asDouble()).isCloseTo(.45 / .8, within(1e-6));
    assertThat(found.at("/intervals/a/low").asDouble()).isCloseTo(.35 / .8, within(1e-4));
    double flops = 3e6 / nUnit / dUnit;
    JsonNode plan = CommandRun.of("plan", fit, "--flops", Double.toString(flops), "--json").json();
    double best = Math.pow(.45 * 6 / (.35 * 30) * Math.pow(3e6 / 6, .35), 1 / .8);
    assertThat(best).isCloseTo(57.02, within(.005));
    assertThat(plan.path("n").asDouble() * nUnit).isCloseTo(best, within(1e-3));
    assertThat(plan.path("d").asDouble() * dUnit).isCloseTo(3e6 / 6 / best, within(.1));
    assertThat(plan.at("/distance/label").asText()).contains("inside the range");
    assertThat(plan.at("/nInterval/high").asDouble() * nUnit).isCloseTo(best, within(.1));
  }

  @Test
  void theAsymmetricPenaltyIsAsFineInAnyUnitOfLoss() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,rate\n");
    for (double n = 1e6; n < 1e9; n *= 4) {
      for (double d = 1e8; d < 1e11; d *= 10) {
        rows.append(n + "," + d + "," + 1e-6 * Math.pow(n, -.3) * Math.pow(d, .1) + "\n");
      }
    }
    // One run far off, which absolute residuals pass by and squared ones do not.
    rows.append("3e7,3e9,1e-7\n");
    String table = Files.writeString(folder.resolve("rates.csv"), rows).toString();
    JsonNode fit =
        CommandRun.of(
                "fit",
                table,
                "--law",
                "power-nd",
                "--loss",
                "rate",
                "--penalty",
                "asymmetric",
                "--bootstrap",
                "20",
                "--json")
            .json();
    assertThat(fit.at("/parameters/N_exponent").asDouble()).isCloseTo(-.3, within(1e-6));
    assertThat(fit.at("/parameters/D_exponent").asDouble()).isCloseTo(.1, within(1e-6));
  }
}
