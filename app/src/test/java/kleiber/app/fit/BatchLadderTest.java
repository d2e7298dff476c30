package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of runs that did not reach a loss, or whose rate fell, and what a report shows. */
class BatchLadderTest {
  private static final String HEADER = "id,totalParams,step,tokens,flopsExact,lossNats,kind,lr\n";

  @TempDir Path folder;

  /** B_crit in tokens: B* 1e5, α_B 0.25. */
  private static double critical(double loss) {
    return 1e5 * Math.pow(loss, -4);
  }

  private static double steps(double batch, double loss) {
    return 200 * Math.pow(loss - 1.5, -2) * (1 + critical(loss) / batch);
  }

  /** A run that falls to {@code lowest}, its rate as a part of the peak at that loss. */
  private static void run(StringBuilder rows, double batch, double lowest, double endRate) {
    double last = steps(batch, lowest);
    for (int i = 1; i <= 40; i++) {
      double step = last * i / 40;
      double rate = i < 4 ? 1e-3 : 1e-3 * (1 - (1 - endRate) * i / 40);
      row(rows, batch, step, 3, "train", rate + "");
    }
    for (double loss = 3; loss > lowest - 1e-9; loss -= 0.02) {
      row(rows, batch, steps(batch, loss), loss, "eval", "");
    }
  }

  private static void row(
      StringBuilder rows, double batch, double step, double loss, String kind, String rate) {
    rows.append(
        String.format(
            Locale.ROOT,
            "b%.0f,20000,%s,%s,%s,%s,%s,%s%n",
            batch,
            step,
            step * batch,
            step * batch * 120_000,
            loss,
            kind,
            rate));
  }

  private String table(String name, double endRate, double lowestOfLargest) throws Exception {
    StringBuilder rows = new StringBuilder(HEADER);
    for (double batch : new double[] {512, 1024, 2048, 4096}) {
      run(rows, batch, 2.0, endRate);
    }
    run(rows, 8192, lowestOfLargest, endRate);
    return Files.writeString(folder.resolve(name), rows).toString();
  }

  @Test
  void lossesThatARunDidNotReachAndRatesThatFellAreNamed() throws Exception {
    String table = table("curves.csv", 0.2, 2.3);
    CommandRun run =
        CommandRun.of("critical-batch", table, "--targets", "1.9,2.1", "--bootstrap", "20");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("not reached: loss 2.100 at 20k parameters at batches of 8,192 tokens")
        .contains("not fitted: loss 1.900 at 20k parameters was reached at 0 batches")
        .contains("while the rate decayed", "schedule.kind: constant");
    CommandRun none = CommandRun.of("critical-batch", table, "--targets", "1.5");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("no loss was reached at three batches");
  }

  @Test
  void theReportOfALadderOfBatchesHasThem() throws Exception {
    table("curves.csv", 1, 2.0);
    Files.writeString(folder.resolve("plan.json"), "{\"name\": \"ladder\", \"runs\": []}");
    Files.writeString(
        folder.resolve("runs.csv"),
        "id,outcome,totalParams,tokens,finalLossNats\nb512,completed,20000,1e6,2.0\n");
    CommandRun run = CommandRun.of("report", folder.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("The critical batch", "αB 0.250", "Critical batch against loss");
    assertThat(folder.resolve("figures/critical-batch.svg")).exists();
    table("curves.csv", 0.2, 2.0);
    CommandRun.of("report", folder.toString());
    assertThat(Files.readString(folder.resolve("report.html")))
        .as("steps depend on the horizon where the rate falls from the beginning on")
        .doesNotContain("The critical batch");
  }
}
