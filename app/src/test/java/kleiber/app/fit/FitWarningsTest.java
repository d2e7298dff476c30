package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fit} says of runs that determine a law badly. */
class FitWarningsTest {
  @TempDir Path folder;

  private String table(String text) throws Exception {
    return Files.writeString(folder.resolve("runs.csv"), text).toString();
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
    CommandRun outcome = CommandRun.of("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.out())
        .contains("flat direction: ")
        .contains("together hardly change the loss");
  }

  @Test
  void oneBudgetIsNamed() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (double n = 1e6; n < 3e7; n *= 1.5) {
      double d = 1e16 / (6 * n);
      rows.append(n + "," + d + "," + (2 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3)) + "\n");
    }
    CommandRun outcome = CommandRun.of("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("one budget").contains("collinear").contains("few runs: 9");
  }

  @Test
  void aConcaveBudgetAndAnOptimumOutsideAreNamed() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int k = -3; k <= 3; k++) {
      double n = 1e7 * Math.pow(2, k);
      rows.append(n + "," + 1e18 / (6 * n) + "," + (3.5 - 0.02 * k * k) + "\n");
      rows.append(n + "," + 1e20 / (6 * n) + "," + (3 + 0.01 * (k - 5) * (k - 5)) + "\n");
    }
    CommandRun outcome = CommandRun.of("fit", table(rows.toString()), "--bootstrap", "50");
    assertThat(outcome.out())
        .contains("budget 10¹⁸ FLOPs: concave")
        .contains("budget 10²⁰ FLOPs: optimum outside the sampled range");
  }
}
