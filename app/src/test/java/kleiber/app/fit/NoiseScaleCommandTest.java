package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gradient noise scale. */
class NoiseScaleCommandTest {
  @TempDir Path folder;

  private String table(String text) throws Exception {
    return Files.writeString(folder.resolve("runs.csv"), text).toString();
  }

  @Test
  void theNoiseScaleComesFromTwoBatchSizes() throws Exception {
    StringBuilder rows = new StringBuilder("gradNormSmall,gradNormBig\n");
    for (int i = 0; i < 10; i++) {
      rows.append(Math.sqrt(4 + 200 / 8.0) + "," + Math.sqrt(4 + 200 / 64.0) + "\n");
    }
    String table = table(rows.toString());
    String[] batches = {"--small-batch", "8", "--big-batch", "64"};
    JsonNode scale =
        CommandRun.of(
                "noise-scale", table, batches[0], batches[1], batches[2], batches[3], "--json")
            .json();
    assertThat(scale.path("noiseScale").asDouble()).isCloseTo(50, within(1e-9));
    CommandRun same = CommandRun.of("noise-scale", table, "--small-batch", "8", "--big-batch", "8");
    assertThat(same.exit()).isEqualTo(2);
    assertThat(same.err()).contains("two batch sizes");
    assertThat(
            CommandRun.of(
                    "noise-scale",
                    table("a,b\n1,2\n"),
                    batches[0],
                    batches[1],
                    batches[2],
                    batches[3])
                .err())
        .contains("row 1, column gradNormSmall");
  }
}
