package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of runs that say which tokens they were trained on. */
class OneTextTest {
  private static final String ONE = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  @TempDir Path folder;

  /** L = 1.7 + 400/N^0.34 + 410/D^0.28 exactly, the last {@code others} rows on other tokens. */
  private Path table(int others) throws Exception {
    StringBuilder rows = new StringBuilder("n,d,loss,dataDigest\n");
    int row = 0;
    for (double n : new double[] {1e5, 3e5, 1e6, 3e6, 1e7}) {
      for (double d : new double[] {1e7, 1e8, 1e9, 1e10}) {
        double loss = 1.7 + 400 / Math.pow(n, .34) + 410 / Math.pow(d, .28);
        String digest = row++ < 20 - others ? ONE : OTHER;
        rows.append(String.format(Locale.ROOT, "%s,%s,%s,%s%n", n, d, loss, digest));
      }
    }
    return Files.writeString(folder.resolve("runs.csv"), rows);
  }

  @Test
  void runsOnTwoSetsOfTokensAreNotFittedTogether() throws Exception {
    CommandRun mixed = CommandRun.of("fit", table(8).toString());
    assertThat(mixed.exit()).isEqualTo(2);
    assertThat(mixed.err())
        .contains("runs on 2 different sets of tokens")
        .contains("aaaaaaaaaaaa… in 12 rows, bbbbbbbbbbbb… in 8 rows")
        .contains("make a table of each");
  }

  @Test
  void runsOnOneSetOfTokensAreFitted() throws Exception {
    CommandRun one = CommandRun.of("fit", table(0).toString(), "--bootstrap", "20");
    assertThat(one.exit()).as(one.err()).isZero();
  }
}
