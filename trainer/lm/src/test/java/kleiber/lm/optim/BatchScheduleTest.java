package kleiber.lm.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.config.BatchConfig;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.Architectures;
import org.junit.jupiter.api.Test;

/** Batch schedules at published sizes, and the tokens they add up to. */
class BatchScheduleTest {
  private static final int CONTEXT = 2048;
  private static final ModelSize SIZE = ModelSize.of(Architectures.gpt2(1, 1, 8, CONTEXT, 10));

  private static RunLength length(String batch, String horizon) {
    String text = "model: {context: 2048}\nbatch: " + batch + "\nhorizon: " + horizon;
    return ConfigBinder.bind(ConfigValues.parse(text, "test"), TrainConfig.class)
        .config()
        .length(SIZE, CONTEXT);
  }

  /** Megatron-LM: start + increment · ⌊consumed / (ramp samples / increments)⌋, in samples. */
  @Test
  void gpt3sRampIsMegatrons() {
    BatchSchedule ramp = new BatchSchedule.Linear(16, 16, 5_859_375L * CONTEXT);
    long[] samples = {
      0,
      15,
      61_676,
      61_677,
      61_678,
      123_356,
      1_000_000,
      2_929_688,
      5_000_000,
      5_859_374,
      5_859_375,
      100_000_000
    };
    for (long consumed : samples) {
      double perIncrement = 5_859_375 / ((1536 - 16) / 16.0);
      int expected =
          consumed >= 5_859_375 ? 1536 : 16 + 16 * (int) Math.floor(consumed / perIncrement);
      assertThat(ramp.sequences(0, (double) consumed * CONTEXT, 1536))
          .as("after %d samples", consumed)
          .isEqualTo(expected);
    }
    assertThat(ramp.unit(1536)).isEqualTo(16);
  }

  @Test
  void palmDoublesTwice() {
    BatchSchedule palm = new BatchSchedule.Doubling(List.of(50_000L, 115_000L), List.of());
    long[] steps = {0, 1, 25_000, 49_999, 50_000, 50_001, 114_999, 115_000, 200_000, 254_999};
    int[] sequences = {512, 512, 512, 512, 1024, 1024, 1024, 2048, 2048, 2048};
    for (int i = 0; i < steps.length; i++) {
      assertThat(palm.sequences(steps[i], 0, 2048)).as("%d", steps[i]).isEqualTo(sequences[i]);
    }
    RunLength run =
        length(
            "{sequences: 2048, schedule: {kind: doubling, afterSteps: [50000, 115000]}}",
            "{steps: 255000}");
    assertThat(run.tokens()).isEqualTo((50_000L * 512 + 65_000L * 1024 + 140_000L * 2048) * 2048);
    assertThat((double) run.tokens()).isCloseTo(776e9, within(1e9));
  }

  @Test
  void gopherAndChinchillaDoubleByTokens() {
    BatchSchedule chinchilla = new BatchSchedule.Doubling(List.of(), List.of(0.7e12));
    double[] tokens = {0, 1e9, 1e11, 3.5e11, 6.9e11, 6.999e11, 7e11, 7.1e11, 1e12, 1.4e12};
    for (double seen : tokens) {
      assertThat(chinchilla.sequences(0, seen, 1536)).isEqualTo(seen < 7e11 ? 768 : 1536);
    }
  }

  @Test
  void tokenHorizonsAreRightUnderARamp() {
    RunLength run =
        length(
            "{sequences: 1536, schedule: {kind: linear, from: 16, increment: 16, tokens: 12e9}}",
            "{tokens: 300e9}");
    assertThat((double) run.tokens()).isCloseTo(300e9, within(1536 * 2048 / 2.0));
    assertThat(run.steps()).isGreaterThan(300_000_000_000L / (1536 * 2048) + 5000);
    RunLength short1 =
        length(
            "{sequences: 8, schedule: {kind: linear, from: 2, increment: 2, tokens: 1e6}}",
            "{tokens: 20k}");
    assertThat(short1).isEqualTo(new RunLength(5, 5 * 2 * 2048));
    assertThat(length("{sequences: 8}", "{tokens: 1}")).isEqualTo(new RunLength(1, 8 * 2048));
    assertThat(length("{sequences: 8}", "{tokens: 40k}")).isEqualTo(new RunLength(2, 16 * 2048));
  }

  @Test
  void batchesThatDoNotFitTheirScheduleAreRefused() {
    BatchSchedule doubling = new BatchSchedule.Doubling(List.of(5L, 9L), List.of());
    assertThatThrownBy(() -> new BatchConfig(6, 0, doubling)).hasMessageContaining("multiple of 4");
    BatchSchedule linear = new BatchSchedule.Linear(4, 3, 100);
    assertThatThrownBy(() -> new BatchConfig(8, 0, linear)).hasMessageContaining("increment");
    assertThatThrownBy(
            () -> new BatchConfig(16, 3, new BatchSchedule.Doubling(List.of(5L), List.of())))
        .hasMessageContaining("units of 8");
    assertThat(new BatchConfig(16, 0, doubling).microSequences()).isEqualTo(4);
  }
}
