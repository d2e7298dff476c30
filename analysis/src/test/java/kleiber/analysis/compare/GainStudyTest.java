package kleiber.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ladders whose gain is known, with noise of seeds and of learning rates that were nearly found.
 */
class GainStudyTest {
  private static final double FLOOR = 1;
  private static final double EXPONENT = 0.2;
  private static final double FIRST = 1e12;
  private static final double SCALE = 1.4 * Math.pow(FIRST, EXPONENT);
  private static final double SEED_NOISE = 0.003;
  private static final double TARGET = 1e16;
  private static final int PAIRS = 200;

  /** What is simulated: ln gain is ln(gain) + trend·ln(C over the cheapest). */
  private record World(int sizes, int seeds, double rateNoise, double gain, double trend) {
    double lnGain(double flops) {
      return Math.log(gain) + trend * Math.log(flops / FIRST);
    }

    double flops(int size) {
      return FIRST * Math.pow(4, size);
    }

    double middle() {
      return FIRST * Math.pow(4, (sizes - 1) / 2.0);
    }

    /** Both arms; seeds are shared, and with them a third of the noise's variance. */
    List<Arm> arms(SeededStream random) {
      List<Rung> base = new ArrayList<>();
      List<Rung> variant = new ArrayList<>();
      for (int size = 0; size < sizes; size++) {
        SeededStream here = random.child(size);
        double flops = flops(size);
        TreeMap<String, Double> left = new TreeMap<>();
        TreeMap<String, Double> right = new TreeMap<>();
        double leftOff = 1 + rateNoise * Math.abs(here.normal(1000));
        double rightOff = 1 + rateNoise * Math.abs(here.normal(1001));
        for (int seed = 0; seed < seeds; seed++) {
          double common = Math.sqrt(0.3) * here.normal(3 * seed);
          double one = common + Math.sqrt(0.7) * here.normal(3 * seed + 1);
          double other = common + Math.sqrt(0.7) * here.normal(3 * seed + 2);
          left.put("" + seed, loss(flops) * leftOff * (1 + SEED_NOISE * one));
          right.put(
              "" + seed,
              loss(flops * Math.exp(lnGain(flops))) * rightOff * (1 + SEED_NOISE * other));
        }
        double n = Math.sqrt(flops / 120);
        base.add(new Rung("b" + size, n, 20 * n, flops, left, 1e5, true));
        variant.add(new Rung("v" + size, n, 20 * n, flops, right, 9e4, true));
      }
      return List.of(new Arm("base", base, List.of()), new Arm("variant", variant, List.of()));
    }
  }

  private static double loss(double flops) {
    return FLOOR + SCALE * Math.pow(flops, -EXPONENT);
  }

  private static GainStudy study(int draws) {
    return new GainStudy(Optional.empty(), OptionalDouble.of(TARGET), 0.9, draws);
  }

  private static Comparison compare(World world, long seed, int draws) {
    List<Arm> arms = world.arms(SeededStream.of(seed, "pairs"));
    return study(draws).compare(arms.get(0), arms.get(1));
  }

  /** How many of the pairs' 90 % intervals hold the truth: 170 to 190 of 200 are asked for. */
  @ParameterizedTest
  @CsvSource({"4, 3, 0.002, 1.2, 0", "5, 2, 0.001, 1.3, 0.05", "4, 1, 0.002, 1, 0"})
  void intervalsHoldTheTrueGainAsOftenAsTheySay(
      int sizes, int seeds, double rateNoise, double gain, double trend) {
    World world = new World(sizes, seeds, rateNoise, gain, trend);
    int held = 0;
    int projected = 0;
    int atLargest = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      Comparison found = compare(world, pair, 300);
      held += holds(found.gain().interval(), world.lnGain(world.middle()));
      projected += holds(found.projection().gain().interval(), world.lnGain(TARGET));
      double largest = world.flops(sizes - 1);
      atLargest += holds(found.sizes().get(sizes - 1).gain().interval(), world.lnGain(largest));
    }
    assertThat(held).as("the gain").isBetween(170, 190);
    assertThat(projected).as("the gain at the target").isBetween(170, 190);
    assertThat(atLargest).as("the gain at the largest size").isBetween(170, 190);
  }

  private static int holds(Interval interval, double lnGain) {
    return interval.contains(Math.exp(lnGain)) ? 1 : 0;
  }

  @Test
  void aLadderAgainstItselfHasGainOneAndIsNotToldApart() {
    Arm arm = new World(4, 2, 0, 1, 0).arms(SeededStream.of(1, "pairs")).get(0);
    Comparison found = study(200).compare(arm, arm);
    assertThat(found.gain().value()).isCloseTo(1, within(1e-12));
    assertThat(found.gain().interval().contains(1)).isTrue();
    assertThat(found.verdict()).isEqualTo(Verdict.NOT_TOLD_APART);
  }

  @Test
  void everyVerdictIsReachedByDataThatAskForIt() {
    assertThat(compare(new World(4, 3, 0, 1.5, 0), 1, 300).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(compare(new World(4, 3, 0, 0.6, 0), 1, 300).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(compare(new World(4, 3, 0, 1, 0), 1, 300).verdict())
        .isEqualTo(Verdict.NOT_TOLD_APART);
    List<Arm> arms = new World(1, 1, 0, 1.5, 0).arms(SeededStream.of(1, "pairs"));
    GainStudy known =
        new GainStudy(Optional.of(new FloorLaw(FLOOR, EXPONENT)), OptionalDouble.empty(), 0.9, 100);
    Comparison single = known.compare(arms.get(0), arms.get(1));
    assertThat(single.verdict()).isEqualTo(Verdict.NOISE_UNKNOWN);
    assertThat(single.gain().value()).isBetween(1.2, 1.9);
  }

  @Test
  void aGainThatGrowsWithComputeIsSeenToGrow() {
    Comparison found = compare(new World(5, 3, 0, 1.1, 0.1), 3, 500);
    assertThat(found.trend().interval().low()).isGreaterThan(1);
    assertThat(found.trend().interval().contains(Math.pow(10, 0.1))).isTrue();
    assertThat(found.projection().gain().value()).isGreaterThan(found.gain().value());
  }

  @Test
  void aVariantBelowTheBasesFloorHasAnEndlessGainAndIsBetter() {
    List<Arm> arms = new World(3, 2, 0, 1, 0).arms(SeededStream.of(1, "pairs"));
    List<Rung> low =
        arms.get(1).rungs().stream()
            .map(
                r -> {
                  TreeMap<String, Double> losses = new TreeMap<>(r.losses());
                  losses.replaceAll((seed, loss) -> loss - 1.5);
                  return new Rung(r.name(), r.params(), r.tokens(), r.flops(), losses, 1e5, false);
                })
            .toList();
    GainStudy known =
        new GainStudy(Optional.of(new FloorLaw(FLOOR, EXPONENT)), OptionalDouble.empty(), 0.9, 100);
    Comparison found = known.compare(arms.get(0), new Arm("low", low, List.of()));
    assertThat(found.gain().value()).isInfinite();
    assertThat(found.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(found.warnings())
        .anyMatch(w -> w.contains("no compute brings the base there"))
        .anyMatch(w -> w.contains("3 cells of low lie at an end"));
  }
}
