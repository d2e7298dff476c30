package kleiber.analysis.isoflop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValleyTest {
  /** Hoffmann et al.'s surface at a budget whose optimum is known in closed form. */
  private static double loss(double n, double flops) {
    return 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(flops / 6 / n, .28);
  }

  private static double optimum(double flops) {
    double g = Math.pow(.34 * 406.4 / (.28 * 410.7), 1 / .62);
    return g * Math.pow(flops / 6, .28 / .62);
  }

  /** D* = C/(6N*), so its error is the inverse of N*'s. */
  @ParameterizedTest
  @CsvSource({"2, -0.33", "4, -1.30", "8, -2.90", "16, -5.10"})
  void theParabolaIsBiasedWithoutAnyNoise(double width, double percent) {
    double flops = 1e24;
    double best = optimum(flops);
    double[] n =
        IntStream.rangeClosed(-7, 7).mapToDouble(k -> best * Math.pow(width, k / 7.0)).toArray();
    double[] losses = IntStream.range(0, n.length).mapToDouble(i -> loss(n[i], flops)).toArray();
    Valley valley = Valley.of(n, losses);
    assertThat(100 * (best / valley.parabola() - 1)).isCloseTo(percent, within(0.006));
    assertThat(Math.abs(valley.akima() / best - 1)).isLessThan(0.005);
  }

  @Test
  void aConcaveParabolaHasNoOptimum() {
    Valley valley = Valley.of(new double[] {1, 2, 4, 8, 16}, new double[] {1, 2, 3, 2, 1});
    assertThat(valley.parabola()).isNaN();
    assertThat(valley.fault()).contains("concave");
  }

  @Test
  void anOptimumBeyondTheSizesIsNotToBeUsed() {
    Valley valley = Valley.of(new double[] {1, 2, 4, 8, 16}, new double[] {36, 25, 16, 9, 4});
    assertThat(valley.fault()).contains("outside the sampled range");
    assertThat(valley.akima()).isNaN();
  }
}
