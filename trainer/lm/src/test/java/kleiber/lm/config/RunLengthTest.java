package kleiber.lm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import kleiber.lm.optim.BatchSchedule;
import org.junit.jupiter.api.Test;

class RunLengthTest {
  private static final int LENGTH = 16;

  @Test
  void isWhatCountingStepByStepGives() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      BatchConfig batch = random.nextBoolean() ? linear(random) : doubling(random);
      long steps = random.nextInt(200);
      assertThat(RunLength.ofSteps(steps, batch, LENGTH)).isEqualTo(counted(steps, batch));
      double wanted = 1 + random.nextInt(60_000);
      assertThat(RunLength.ofTokens(wanted, batch, LENGTH)).isEqualTo(counted(wanted, batch));
    }
  }

  @Test
  void aRampOfMoreStepsThanCanBeWalkedIsCountedToo() {
    BatchConfig batch = new BatchConfig(8, 0, new BatchSchedule.Linear(2, 2, 1e15));
    RunLength length = RunLength.ofTokens(2e15, batch, LENGTH);
    assertThat(length.tokens()).isBetween(2_000_000_000_000_000L - 64, 2_000_000_000_000_000L + 64);
    double ramp = 1e15 / 3 / LENGTH * (1 / 2. + 1 / 4. + 1 / 6.);
    assertThat((double) length.steps())
        .isBetween(ramp + 1e15 / (8 * LENGTH) - 3, ramp + 1e15 / (8 * LENGTH) + 3);
  }

  private static BatchConfig linear(SplittableRandom random) {
    int increment = 1 + random.nextInt(3);
    int from = 1 + random.nextInt(4);
    int full = from + increment * random.nextInt(6);
    double tokens = 1 + random.nextInt(20_000);
    return new BatchConfig(full, 0, new BatchSchedule.Linear(from, increment, tokens));
  }

  private static BatchConfig doubling(SplittableRandom random) {
    boolean bySteps = random.nextBoolean();
    long first = 1 + random.nextInt(50);
    long second = first + 1 + random.nextInt(50);
    return new BatchConfig(
        8,
        0,
        new BatchSchedule.Doubling(
            bySteps ? List.of(first, second) : List.of(),
            bySteps ? List.of() : List.of(first * 100., second * 100.)));
  }

  private static RunLength counted(long wanted, BatchConfig batch) {
    long tokens = 0;
    for (long step = 0; step < wanted; step++) {
      tokens += (long) batch.sequencesAt(step, tokens) * LENGTH;
    }
    return new RunLength(wanted, tokens);
  }

  /** The first length from which another step would lead further away. */
  private static RunLength counted(double wanted, BatchConfig batch) {
    long steps = 0;
    long tokens = 0;
    while (true) {
      double next = (double) batch.sequencesAt(steps, tokens) * LENGTH;
      if (steps > 0 && wanted - tokens < next / 2) {
        return new RunLength(steps, tokens);
      }
      tokens += (long) next;
      steps++;
    }
  }
}
