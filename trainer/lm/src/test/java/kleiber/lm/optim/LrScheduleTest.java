package kleiber.lm.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import kleiber.lm.optim.LrSchedule.Origin;
import org.junit.jupiter.api.Test;

/** Every schedule against its published formula, at published sizes, in absolute rates. */
class LrScheduleTest {
  private static void assertFollows(
      LrSchedule schedule, double peak, double end, DoubleUnaryOperator published, double... at) {
    assertThat(at).hasSizeGreaterThanOrEqualTo(10);
    for (double t : at) {
      assertThat(peak * schedule.fraction(t, end))
          .as("at %.0f of %.0f", t, end)
          .isCloseTo(published.applyAsDouble(t), within(1e-12 * peak));
    }
  }

  private static double cosine(double part) {
    return (1 + Math.cos(Math.PI * part)) / 2;
  }

  @Test
  void everyScheduleRisesLinearlyToItsPeak() {
    for (LrSchedule schedule :
        new LrSchedule[] {
          new LrSchedule.Constant(new Warmup(10, 0)),
          new LrSchedule.Linear(new Warmup(10, 0), 0, Origin.WARMUP),
          LrSchedule.cosine(10, 0.1),
          new LrSchedule.InverseSquareRoot(new Warmup(10, 0), 0),
          new LrSchedule.WarmupStableDecay(new Warmup(10, 0), 0.2, 0)
        }) {
      assertThat(schedule.fraction(1, 110)).isEqualTo(0.1);
      assertThat(schedule.fraction(5, 110)).isEqualTo(0.5);
      assertThat(schedule.fraction(10, 110)).isEqualTo(1);
    }
  }

  @Test
  void stableDecayFollowsItsFormula() {
    LrSchedule stable = new LrSchedule.WarmupStableDecay(new Warmup(10, 0), 0.2, 0.1);
    assertThat(stable.fraction(88, 110)).isEqualTo(1);
    assertThat(stable.fraction(99, 110)).isCloseTo(0.55, within(1e-12));
    assertThat(stable.fraction(110, 110)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void gpt1sCosineIsCountedFromTheStart() {
    double end = 3_000_000;
    assertFollows(
        new LrSchedule.Cosine(new Warmup(2000, 0), 0, 0, 0, 0, Origin.START),
        2.5e-4,
        end,
        t -> {
          double x = t / end;
          double w = 2000 / end;
          return 2.5e-4 * (x <= w ? x / w : 0.5 * (1 + Math.cos(Math.PI * x)));
        },
        1,
        1000,
        1999,
        2000,
        2001,
        5000,
        750_000,
        1_500_000,
        2_250_000,
        2_999_999,
        end);
  }

  @Test
  void bertsLineIsCountedFromTheStartAndJumpsAtTheWarmUpsEnd() {
    assertFollows(
        new LrSchedule.Linear(new Warmup(10_000, 0), 0, Origin.START),
        1e-4,
        1e6,
        t -> t < 1e4 ? 1e-4 * t / 1e4 : 1e-4 * (1 - t / 1e6),
        1,
        5000,
        9999,
        10_000,
        10_001,
        100_000,
        250_000,
        500_000,
        750_000,
        999_999,
        1e6);
  }

  @Test
  void megatronsGpt2StopsAtItsFloor() {
    assertFollows(
        new LrSchedule.Cosine(new Warmup(3000, 0), 0, 0, 1e-5 / 1.5e-4, 0, Origin.WARMUP),
        1.5e-4,
        300_000,
        t -> t <= 3000 ? 1.5e-4 * t / 3000 : Math.max(1e-5, 1.5e-4 * cosine((t - 3000) / 297_000)),
        1,
        1500,
        3000,
        3001,
        50_000,
        151_500,
        200_000,
        240_000,
        250_000,
        260_000,
        299_999,
        300_000);
  }

  @Test
  void megatronsBertFallsToZeroOverTwoMillionSteps() {
    assertFollows(
        new LrSchedule.Linear(new Warmup(10_000, 0), 0, Origin.WARMUP),
        1e-4,
        2e6,
        t -> t <= 1e4 ? 1e-4 * t / 1e4 : 1e-4 * (2e6 - t) / (2e6 - 1e4),
        1,
        5000,
        10_000,
        10_001,
        200_000,
        500_000,
        1e6,
        1.5e6,
        1_999_999,
        2e6);
  }

  @Test
  void t5sRateIsTheInverseRootAfterTenThousandSteps() {
    assertFollows(
        new LrSchedule.InverseSquareRoot(new Warmup(0, 0), 10_000),
        1e-2,
        1e6,
        n -> 1 / Math.sqrt(Math.max(n, 1e4)),
        1,
        100,
        9999,
        10_000,
        10_001,
        20_000,
        100_000,
        524_288,
        999_999,
        1e6);
  }

  @Test
  void gpt3sDecayEndsBeforeItsTokens() {
    for (double peak : new double[] {6e-4, 2e-4, 6e-5}) {
      assertFollows(
          new LrSchedule.Cosine(new Warmup(0, 375e6), 0, 0.1, 0, 260e9, Origin.WARMUP),
          peak,
          300e9,
          n ->
              n < 375e6
                  ? peak * n / 375e6
                  : n < 260e9
                      ? 0.1 * peak + 0.9 * peak * cosine((n - 375e6) / (260e9 - 375e6))
                      : 0.1 * peak,
          524_288,
          100e6,
          375e6,
          376e6,
          10e9,
          65e9,
          130e9,
          200e9,
          259e9,
          260e9,
          280e9,
          300e9);
    }
  }

  @Test
  void gophersWarmUpRisesFromOneInTenMillion() {
    for (double peak : new double[] {6e-4, 4e-5}) {
      assertFollows(
          new LrSchedule.Cosine(new Warmup(1500, 0), 1e-7 / peak, 0.1, 0, 0, Origin.WARMUP),
          peak,
          71_526,
          t ->
              t <= 1500
                  ? 1e-7 + (peak - 1e-7) * t / 1500
                  : 0.1 * peak + 0.9 * peak * cosine((t - 1500) / (71_526 - 1500)),
          1,
          750,
          1499,
          1500,
          1501,
          10_000,
          20_000,
          36_513,
          60_000,
          71_525,
          71_526);
    }
  }

  @Test
  void optFallsOnALineToATenth() {
    assertFollows(
        new LrSchedule.Linear(new Warmup(0, 375e6), 0.1, Origin.WARMUP),
        1.2e-4,
        300e9,
        n ->
            n <= 375e6
                ? 1.2e-4 * n / 375e6
                : 0.1 * 1.2e-4 + 0.9 * 1.2e-4 * (1 - (n - 375e6) / (300e9 - 375e6)),
        1e6,
        187.5e6,
        375e6,
        376e6,
        10e9,
        75e9,
        150e9,
        225e9,
        299e9,
        300e9);
  }

  @Test
  void palmIsConstantAndThenTheInverseRoot() {
    assertFollows(
        new LrSchedule.InverseSquareRoot(new Warmup(0, 0), 10_000),
        1e-2,
        255_000,
        k -> k <= 10_000 ? 1e-2 : 1 / Math.sqrt(k),
        1,
        5000,
        10_000,
        10_001,
        40_000,
        50_000,
        100_000,
        115_000,
        200_000,
        255_000);
    assertThat(
            1e-2
                * new LrSchedule.InverseSquareRoot(new Warmup(0, 0), 10_000)
                    .fraction(255_000, 255_000))
        .isCloseTo(1.98e-3, within(1e-5));
  }

  @Test
  void llamaFallsToATenthOnACosine() {
    for (double end : new double[] {238_419, 333_786, 476_837}) {
      assertFollows(
          LrSchedule.cosine(2000, 0.1),
          3e-4,
          end,
          t ->
              t < 2000
                  ? 3e-4 * t / 2000
                  : 0.1 * 3e-4 + 0.9 * 3e-4 * cosine((t - 2000) / (end - 2000)),
          1,
          1000,
          1999,
          2000,
          2001,
          10_000,
          60_000,
          120_000,
          200_000,
          end - 1,
          end);
    }
  }
}
