package kleiber.analysis.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Closed forms against the losses that they are about. */
class AllocationTest {
  private static final double[] CENTRES = {Math.log(3e8), Math.log(2e10)};

  static Stream<Arguments> laws() {
    double[] chinchilla = {0.5, -1, .36, -.8, .29};
    double[] coupled = {0.5, -1, .36, -.8, .29, -.3};
    double[] kaplan = {.9, .08, .7, .1};
    DataConstrained constrained = new DataConstrained(1.69, 406.4, .34, 410.7, .28);
    return Stream.of(
        Arguments.of(new Chinchilla(), chinchilla),
        Arguments.of(new Coupled(), coupled),
        Arguments.of(new KaplanJoint(), kaplan),
        Arguments.of(constrained, new double[] {2, 1}));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void noSplitOfTheBudgetIsBetterThanTheBest(Law law, double[] p) {
    TradeOff surface = law.surface(p, CENTRES);
    for (FlopCount count : new FlopCount[] {FlopCount.SIX_ND, new FlopCount(9, -.03)}) {
      for (double flops : new double[] {1e6, 1e15, 1e21, 1e30}) {
        Allocation best = Allocation.optimal(surface, flops, count);
        assertThat(count.flops(best.n(), best.d()) / flops).isCloseTo(1, within(1e-9));
        for (double factor : new double[] {.9, 1.1}) {
          double n = best.n() * factor;
          assertThat(surface.loss(n, count.tokens(flops, n))).isGreaterThan(best.loss());
        }
        double twice = Allocation.optimal(surface, 2 * flops, count).n();
        assertThat(Math.log(twice / best.n()) / Math.log(2))
            .isCloseTo(Allocation.exponent(surface, count), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void aSmallerModelHasTheSameLossWithItsTokens(Law law, double[] p) {
    TradeOff surface = law.surface(p, CENTRES);
    Allocation best = Allocation.optimal(surface, 1e21, FlopCount.SIX_ND);
    double least = surface.leastSize(best.n(), best.d());
    for (double n : new double[] {least * 1.01, (least + best.n()) / 2, best.n()}) {
      double d = surface.tokensFor(n, best.n(), best.d());
      assertThat(surface.loss(n, d)).isCloseTo(best.loss(), within(1e-12));
    }
    assertThat(surface.tokensFor(least * .99, best.n(), best.d())).isNaN();
  }

  @Test
  void aLossThatRisesWithAnInputHasNoOptimum() {
    double[][] rising = {{0.5, -1, -.1, -.8, .3}, {0.5, -1, .3, -.8, -.1}};
    for (double[] p : rising) {
      Allocation none =
          Allocation.optimal(new Chinchilla().surface(p, CENTRES), 1e21, FlopCount.SIX_ND);
      assertThat(none.exists()).isFalse();
    }
    TradeOff upsideDown = new KaplanJoint().surface(new double[] {.9, -.08, .7, -.1}, CENTRES);
    assertThat(upsideDown.hasOptimum()).isFalse();
  }
}
