package kleiber.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kleiber.app.testing.SweepProcess;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kleiber quickstart} as a process, on budgets of seconds. */
@Tag("long")
class QuickstartTest {
  private static final double BUDGET = 5e10;
  private static final int INTERRUPTED = 75;

  /** Stopped before there was anything to save. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  private Path begun(String name) {
    Path out = folder.resolve(name);
    Experiment begun = new Experiment(new SweepFolder(out));
    begun.begin(begun.upTo(begun.asked(List.of()), BUDGET));
    return out;
  }

  private static Process start(Path out) throws IOException {
    return SweepProcess.start(out, List.of("quickstart", "--out", out.toString()));
  }

  private static int finish(Process process) throws InterruptedException {
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @Test
  void aStoppedQuickstartGoesOnToTheSameNumbersAndReport() throws Exception {
    Path whole = begun("whole");
    assertThat(finish(start(whole))).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("whole.log"));
    assertThat(lines.get(lines.size() - 1)).isEqualTo("report     " + whole.resolve("report.html"));
    assertThat(lines).anyMatch(line -> line.matches("held out   predicted .* measured .*"));
    assertThat(lines).anyMatch(line -> line.startsWith("N* ∝ C^a") && line.contains("Kaplan 0.73"));
    assertThat(whole.resolve("report.html")).content().contains("</html>");

    Path stopped = begun("stopped");
    int stops = 0;
    int code = INTERRUPTED;
    while (code == INTERRUPTED || code == TERMINATED) {
      Process process = start(stopped);
      if (stops < 3 && !process.waitFor(4 + 3L * stops, TimeUnit.SECONDS)) {
        process.destroy();
        stops++;
      }
      code = finish(process);
    }
    assertThat(code).isZero();
    assertThat(stops).isPositive();
    assertThat(SweepProcess.table(stopped)).isEqualTo(SweepProcess.table(whole));
    assertThat(Files.readString(stopped.resolve("quickstart.yaml")))
        .isEqualTo(Files.readString(whole.resolve("quickstart.yaml")));
  }
}
