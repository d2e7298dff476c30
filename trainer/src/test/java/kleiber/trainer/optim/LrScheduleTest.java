package kleiber.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LrScheduleTest {
  private static void assertFraction(LrSchedule schedule, long step, double expected) {
    assertThat(schedule.fraction(step, 110)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void everyScheduleRisesLinearlyToItsPeak() {
    for (LrSchedule schedule :
        new LrSchedule[] {
          new LrSchedule.Constant(10),
          new LrSchedule.Linear(10, 0),
          new LrSchedule.Cosine(10, 0.1),
          new LrSchedule.InverseSquareRoot(10),
          new LrSchedule.WarmupStableDecay(10, 0.2, 0)
        }) {
      assertFraction(schedule, 1, 0.1);
      assertFraction(schedule, 5, 0.5);
      assertFraction(schedule, 10, 1);
    }
  }

  @Test
  void afterTheWarmUpEachFollowsItsFormula() {
    assertFraction(new LrSchedule.Constant(10), 110, 1);
    assertFraction(new LrSchedule.Linear(10, 0.2), 60, 0.6);
    assertFraction(new LrSchedule.Linear(10, 0.2), 110, 0.2);
    assertFraction(new LrSchedule.Cosine(10, 0.1), 60, 0.55);
    assertFraction(new LrSchedule.Cosine(10, 0.1), 35, 0.1 + 0.9 * (1 + Math.sqrt(0.5)) / 2);
    assertFraction(new LrSchedule.Cosine(10, 0.1), 110, 0.1);
    assertFraction(new LrSchedule.InverseSquareRoot(10), 40, 0.5);
    LrSchedule stable = new LrSchedule.WarmupStableDecay(10, 0.2, 0.1);
    assertFraction(stable, 88, 1);
    assertFraction(stable, 99, 0.55);
    assertFraction(stable, 110, 0.1);
  }
}
