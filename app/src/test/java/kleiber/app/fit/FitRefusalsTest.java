package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that {@code fit} refuses, and what it says of them. */
class FitRefusalsTest {
  @TempDir Path folder;

  private String table(String text) throws Exception {
    return Files.writeString(folder.resolve("runs.csv"), text).toString();
  }

  @Test
  void badCellsAreNamedByRowAndColumn() throws Exception {
    CommandRun outcome =
        CommandRun.of("fit", table("N,D,loss\n1e6,1e8,3\n2e6,NaN,2.9\n4e6,4e8,-1\n8e6,4e8,0\n"));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("row 2, column D: \"NaN\"")
        .contains("row 3, column loss: \"-1\"")
        .contains("row 4, column loss: \"0\"");
  }

  @Test
  void missingColumnsAreNamedWithThosePresent() throws Exception {
    CommandRun outcome = CommandRun.of("fit", table("size,D,loss\n1e6,1e8,3\n"));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("parameters (--n)").contains("it has D, loss, size");
  }

  @Test
  void tooFewRunsSayHowManyAreNeeded() throws Exception {
    CommandRun outcome =
        CommandRun.of("fit", table("N,D,loss\n1e6,1e8,3\n2e6,1e8,2.9\n4e6,4e8,2\n"));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("3 usable runs").contains("needs at least 6");
  }

  @Test
  void runsOfOneLossAreRefused() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int i = 1; i < 10; i++) {
      rows.append(i + "e6," + i % 4 + 1 + "e8,3\n");
    }
    CommandRun outcome = CommandRun.of("fit", table(rows.toString()));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("same fitted value, 3.0").contains("--loss");
  }

  @Test
  void runsOfOneSizeAreRefused() throws Exception {
    StringBuilder rows = new StringBuilder("N,D,loss\n");
    for (int i = 1; i < 10; i++) {
      rows.append("1e6," + i + "e8," + (4 - 0.1 * i) + "\n");
    }
    CommandRun outcome = CommandRun.of("fit", table(rows.toString()));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("1 value(s) of N").contains("vary the parameters");
  }
}
