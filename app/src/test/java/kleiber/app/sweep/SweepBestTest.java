package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kleiber sweep best} on a table of one size, whose losses lie on a parabola. */
class SweepBestTest {
  @TempDir Path folder;

  @Test
  void theBestRunItsVertexAndItsFigureAreShown() throws Exception {
    Files.writeString(
        folder.resolve("runs.csv"),
        """
        id,outcome,totalParams,tokens,finalLossNats,seed,optimizer.lr
        a,completed,1000,20000,3.1,1,0.001
        b,completed,1000,20000,3.0,1,0.002
        c,completed,1000,20000,3.1,1,0.004
        d,diverged,1000,20000,,1,0.008
        """);
    Path figures = folder.resolve("figures");
    CommandRun run =
        CommandRun.of("sweep", "best", folder.toString(), "--figure", figures.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("best optimizer.lr")
        .contains("totalParams 1000, tokens 20000")
        .contains("unknown");
    assertThat(figures.resolve("best-optimizer-lr.svg")).content().contains("Loss against");
    JsonNode group =
        CommandRun.of("sweep", "best", folder.toString(), "--json").json().at("/groups/0");
    assertThat(group.path("best").asText()).isEqualTo("b");
    assertThat(group.path("vertex").asDouble()).isBetween(0.0019999, 0.0020001);
    assertThat(group.path("vertexLow").isNull()).isTrue();
    assertThat(CommandRun.of("sweep", "best", folder.toString(), "--by", "size", "--json").err())
        .contains("has no column size");
  }
}
