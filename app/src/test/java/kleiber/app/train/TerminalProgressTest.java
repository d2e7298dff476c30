package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import kleiber.record.Metric;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  /** What came before the first step, such as preparing text, says nothing about the others. */
  @Test
  void theTimeThatIsLeftIsToldFromTheStepsAfterTheFirst() {
    StringWriter out = new StringWriter();
    AtomicLong seconds = new AtomicLong();
    TerminalProgress progress =
        new TerminalProgress(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            Optional.empty(),
            () -> seconds.get() * 1_000_000_000);
    seconds.set(600);
    progress.step(1, 100, metric(1));
    seconds.set(630);
    progress.step(11, 100, metric(11));
    assertThat(out.toString().lines())
        .containsExactly(
            "step 1/100  loss 2.5000  lr 1.00e-03  norm 1.00  7 tok/s",
            "step 11/100  loss 2.5000  lr 1.00e-03  norm 1.00  7 tok/s  4m27s left");
  }

  private static Metric.Step metric(long step) {
    return new Metric.Step(step, 10 * step, 1, 2.5, 1e-3, 1, 7);
  }
}
