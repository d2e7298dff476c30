package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import kleiber.record.RunDirectory;
import kleiber.sweeps.schedule.QueuedRun;
import org.junit.jupiter.api.Test;

/** What workers say of their runs, as a user reads it. */
class SweepProgressTest {
  private final StringWriter text = new StringWriter();
  private final SweepProgress progress = new SweepProgress(new PrintWriter(text));

  private static QueuedRun run(String id) {
    return new QueuedRun(id, new RunDirectory(Path.of(id)), 1, 1, 1, 1, null, null, null);
  }

  @Test
  void whatRunsSayIsToldOfTheFirstAlsoWhereTheirNumbersDiffer() {
    progress.noted(run("a"), "2,304 parameters, 20 steps: 1.28e+03 tokens");
    progress.noted(run("b"), "9,216 parameters, 40 steps: 2.56e+03 tokens");
    progress.noted(run("b"), "resuming after step 40");
    assertThat(text.toString())
        .isEqualTo("a: 2,304 parameters, 20 steps: 1.28e+03 tokens\nb: resuming after step 40\n");
  }

  @Test
  void aWarningIsToldOnceWithItsRunAndOneOfOtherNumbersIsAnother() {
    progress.warned(run("a"), "step 40 is damaged");
    progress.warned(run("b"), "step 40 is damaged");
    progress.warned(run("b"), "step 80 is damaged");
    assertThat(text.toString())
        .isEqualTo("a: warning: step 40 is damaged\nb: warning: step 80 is damaged\n");
  }
}
