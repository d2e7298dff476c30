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

class CriticalBatchCommandTest {
  private static final String HEADER =
      "id,totalParams,nonEmbeddingParams,step,tokens,flops6ND,flopsExact,lossNats,kind,lr,evaluatedTokens\n";

  /** B_crit at loss 2, in tokens; it goes as L^−4. */
  private static final double AT_TWO = 4000;

  @TempDir Path folder;

  /** Losses that fall as hyperbolas of S_min 100·(2/L)³ say, at a constant rate. */
  private static String rows(int batch, double rate, double slower, boolean evaluated) {
    StringBuilder rows = new StringBuilder();
    String id = "b" + batch + "-" + rate;
    for (int i = 0; i <= 40; i++) {
      double loss = 3 * Math.pow(1.9 / 3, i / 40.0);
      double critical = AT_TWO * Math.pow(2 / loss, 4);
      long step =
          Math.round(1e4 * slower * Math.pow(2 / loss, 3) * (1 + critical / batch) / 100) * 100;
      for (String kind : evaluated ? new String[] {"train", "eval"} : new String[] {"train"}) {
        rows.append(
            String.format(
                Locale.ROOT,
                "%s,1000,900,%d,%d,1,1,%.9f,%s,%s,%s%n",
                id,
                step,
                step * batch,
                loss,
                kind,
                kind.equals("train") ? String.valueOf(rate) : "",
                kind.equals("eval") ? "100" : ""));
      }
    }
    String first =
        String.format(Locale.ROOT, "%s,1000,900,1,%d,1,1,4,train,%s,%n", id, batch, rate);
    return first + rows;
  }

  private Path table(boolean evaluated) throws Exception {
    StringBuilder text = new StringBuilder(HEADER);
    for (int batch = 500; batch <= 32_000; batch *= 2) {
      text.append(rows(batch, 1e-3, 1.3, evaluated));
      text.append(rows(batch, 2e-3, 1, evaluated));
      text.append(rows(batch, 4e-3, 1.2, evaluated));
    }
    return Files.writeString(folder.resolve("curves.csv"), text.toString());
  }

  @Test
  void theCriticalBatchOfATableIsFoundPrintedAndDrawn() throws Exception {
    Path table = table(true);
    CommandRun run =
        CommandRun.of("critical-batch", table.toString(), "--targets", "2.4,2", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode found = run.json().path("criticalBatches");
    assertThat(found.path("found").path(1).path("batch").path("value").asDouble())
        .isCloseTo(AT_TWO, within(0.02 * AT_TWO));
    assertThat(found.path("law").path("alpha").path("value").asDouble())
        .isCloseTo(0.25, within(0.01));
    CommandRun words =
        CommandRun.of(
            "critical-batch",
            table.toString(),
            "--targets",
            "2.4,2,1.8",
            "--figures",
            folder.resolve("figures").toString());
    assertThat(words.out())
        .contains("B crit")
        .contains("not fitted: loss 1.800 at 1k parameters was reached at 0 batches")
        .doesNotContain("rates:");
    assertThat(folder.resolve("figures/critical-batch.svg")).exists();
    assertThat(folder.resolve("figures/steps-and-tokens.png")).exists();
  }

  @Test
  void whatCannotBeReadOffIsRefusedInWords() throws Exception {
    String table = table(false).toString();
    CommandRun none = CommandRun.of("critical-batch", table);
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("no evaluation", "eval.every");
    CommandRun low = CommandRun.of("critical-batch", table(true).toString(), "--targets", "1");
    assertThat(low.exit()).isEqualTo(2);
    assertThat(low.err()).contains("three batches or more", "--targets");
    CommandRun level = CommandRun.of("critical-batch", table, "--level", "2");
    assertThat(level.exit()).isEqualTo(2);
    assertThat(level.err()).contains("--level must be between 0 and 1");
  }
}
