package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama", "gopher"})
  void printsConsistentFigures(String model) throws Exception {
    CommandRun run =
        CommandRun.of(
            ("bench train --model "
                    + model
                    + " --layers 1 --heads 2 --width 16 --context 8 --batch 2 --vocab 16"
                    + " --threads 1 --seconds 0.2 --json")
                .split(" "));
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    double tokensPerStep = 2 * 8;
    assertThat(json.path("tokensPerSecond").asDouble() * json.path("msPerStep").asDouble() / 1e3)
        .isCloseTo(tokensPerStep, org.assertj.core.api.Assertions.within(0.01));
    assertThat(json.path("flopsPerSecond").asDouble()).isPositive();
    assertThat(json.path("peakBytes").asLong()).isGreaterThan(4 * 4 * json.path("params").asLong());
  }

  @Test
  void severalRunsAtOnceAreAddedUp() throws Exception {
    CommandRun run =
        CommandRun.of(
            ("bench train --backend cpu --runs 2 --layers 1 --heads 2 --width 16 --context 8"
                    + " --batch 2 --vocab 16 --seconds 0.1 --json")
                .split(" "));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("runs").asInt()).isEqualTo(2);
    assertThat(run.json().path("allPeakBytes").asLong())
        .isEqualTo(2 * run.json().path("peakBytes").asLong());
    assertThat(run.json().path("allTokensPerSecond").asDouble()).isPositive();
    assertThat(run.json().has("utilisation")).isFalse();
    CommandRun none = CommandRun.of("bench", "train", "--runs", "0");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("at least 1, not 0");
  }

  /** Seconds of the largest shape. */
  @Tag("long")
  @Test
  void withoutAShapeEveryShapeStandsBesideTheMatrixProduct() {
    CommandRun run = CommandRun.of("bench", "--seconds", "0.01");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines().skip(1))
        .hasSize(4)
        .allMatch(line -> line.matches(".* +\\d+ % of [1-9]\\d*"));
  }

  @Test
  void wrongSizesAndOptionsAreNamed() {
    CommandRun uneven = CommandRun.of("bench", "train", "--width", "10", "--heads", "4");
    assertThat(uneven.exit()).isEqualTo(2);
    assertThat(uneven.err()).contains("--width 10 is not a multiple of --heads 4");
    CommandRun unknown = CommandRun.of("bench", "train", "--laers", "4");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("--laers");
    CommandRun model = CommandRun.of("bench", "train", "--model", "gpt9");
    assertThat(model.exit()).isEqualTo(2);
    assertThat(model.err()).contains("no model gpt9; gpt2, llama or gopher");
    CommandRun backend = CommandRun.of("bench", "train", "--backend", "cuda");
    assertThat(backend.exit()).isEqualTo(2);
    assertThat(backend.err()).contains("cuda").contains("cpu");
  }
}
