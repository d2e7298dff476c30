package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.app.LiveBlock;
import kleiber.app.Terminal;
import kleiber.app.testing.CommandRun;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.testing.TunedSweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What watching a sweep shows, and when it ends. */
class StatusWatchTest {
  @TempDir Path folder;

  private static StatusReport.Run run(int number, String outcome) {
    return new StatusReport.Run(
        "run-" + number, false, outcome, 10 * number, 1000L, 2.5, null, null, null, null, null);
  }

  /** 40 runs: 20 completed, one failed, two running, the others pending. */
  private static StatusReport report() {
    List<StatusReport.Run> runs = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      runs.add(run(i, i == 7 ? "failed" : i <= 21 ? "completed" : i <= 23 ? "running" : "pending"));
    }
    return new StatusReport(
        "many", Map.of("completed", 20, "failed", 1, "pending", 17, "running", 2), 75, runs, null);
  }

  @Test
  void aTableThatIsTooLongShowsWhatIsUnderWayOrWentWrongAndCountsTheRest() {
    List<String> lines = StatusWatch.lines(report(), new Terminal(12, 80));
    assertThat(lines).hasSizeLessThan(12);
    assertThat(lines.subList(1, 8))
        .extracting(line -> line.split(" +")[0])
        .containsExactly("run-7", "run-22", "run-23", "run-24", "run-25", "run-26", "run-27");
    assertThat(lines.get(8)).isEqualTo("and 33 more: 20 completed, 13 pending");
    assertThat(lines.get(lines.size() - 1)).startsWith("many: ").endsWith("1m15s of training left");
    assertThat(StatusWatch.lines(report(), new Terminal(50, 80)))
        .hasSize(43)
        .noneMatch(l -> l.contains("more:"));
  }

  @Test
  void namesLoseTheirHashesWhereFiguresWouldNotFit() {
    StatusReport report =
        new StatusReport(
            "one",
            Map.of("running", 1),
            5,
            List.of(
                new StatusReport.Run(
                    "n3k-d192k-0123456789ab",
                    false,
                    "running",
                    10,
                    1000L,
                    2.5,
                    null,
                    null,
                    null,
                    null,
                    null)),
            null);
    assertThat(StatusWatch.lines(report, new Terminal(24, 80)).get(1))
        .isEqualTo("n3k-d192k-0123456789ab  running    10  1,000  2.5000");
    assertThat(StatusWatch.lines(report, new Terminal(24, 45)).get(1))
        .isEqualTo("n3k-d192k  running    10  1,000  2.5000");
  }

  @Test
  void aBlockIsDrawnInPlaceAndFitsTheTerminal() {
    StringWriter text = new StringWriter();
    LiveBlock block = new LiveBlock(new PrintWriter(text), () -> new Terminal(4, 10));
    block.draw(List.of("short", "exactly 9", "a line that is too long", "one too many"));
    assertThat(text.toString())
        .isEqualTo("short\u001b[K\nexactly 9\u001b[K\na line t…\u001b[K\n\u001b[J");
    text.getBuffer().setLength(0);
    block.draw(List.of("α".repeat(12)));
    assertThat(text.toString()).isEqualTo("\u001b[3A\r" + "α".repeat(8) + "…\u001b[K\n\u001b[J");
    text.getBuffer().setLength(0);
    block.erase();
    block.erase();
    assertThat(text.toString()).isEqualTo("\u001b[1A\r\u001b[J");
  }

  @Test
  void withoutATerminalALineIsPrintedWhenSomethingHasChanged() {
    StringWriter text = new StringWriter();
    StatusWatch watch = new StatusWatch(new PrintWriter(text), Optional.empty(), false);
    watch.show(report());
    watch.show(report());
    watch.close();
    assertThat(text.toString()).isEqualTo(report().summary() + "\n").doesNotContain("\u001b");
  }

  /** The runs that were planned first are never trained, since another beta is asked for then. */
  @Test
  @Timeout(60)
  void watchingDoesNotWaitForRunsThatNobodyAsksForAnyMore() throws Exception {
    TunedSweep tuned = TunedSweep.in(folder);
    TunedSweep.run(tuned.prepared(), tuned.workers(), Sweep.Options.STANDARD, () -> true);
    TunedSweep.run(
        tuned.prepared("train.optimizer.beta2=0.9"),
        tuned.workers(),
        new Sweep.Options(3, false, false, true),
        () -> false);
    CommandRun watch = CommandRun.of("sweep", "status", tuned.out().path().toString(), "--watch");
    assertThat(watch.exit()).as(watch.err()).isZero();
    assertThat(watch.out()).contains("3 aside").contains("2 bracketed").contains("-before");
  }
}
