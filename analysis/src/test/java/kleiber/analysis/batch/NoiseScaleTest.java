package kleiber.analysis.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Test;

class NoiseScaleTest {
  private static final int SIZE = 50;
  private static final double TRACE = 16.0;

  /**
   * Norms of two halves' means of a gradient of length 1 with noise of trace 16 per sequence, at 8
   * of 16 sequences.
   */
  private static NoiseScale.Norms measured(SeededStream random) {
    double small = 0;
    double big = 0;
    for (int i = 0; i < SIZE; i++) {
      double sd = Math.sqrt(TRACE / SIZE / 8);
      double mean = 1 / Math.sqrt(SIZE);
      double first = mean + sd * random.normal(2 * i);
      double second = mean + sd * random.normal(2 * i + 1);
      small += first * first;
      big += (first + second) * (first + second) / 4;
    }
    return new NoiseScale.Norms(8, 16, Math.sqrt(small), Math.sqrt(big));
  }

  @Test
  void intervalsHoldTheNoiseScaleAboutAsOftenAsTheySay() {
    int held = 0;
    for (int i = 0; i < 100; i++) {
      SeededStream random = SeededStream.of(i, "norms");
      List<NoiseScale.Norms> all = new ArrayList<>();
      for (int j = 0; j < 60; j++) {
        all.add(measured(random.child(j)));
      }
      held += NoiseScale.interval(all, 0.9, 200, 1).contains(TRACE) ? 1 : 0;
    }
    assertThat(held).as("of 100 at 90 %%").isBetween(83, 96);
  }

  @Test
  void fewMeasurementsInMuchNoiseHaveNoUpperEnd() {
    SeededStream random = SeededStream.of(1, "norms");
    List<NoiseScale.Norms> all = new ArrayList<>();
    for (int j = 0; j < 4; j++) {
      NoiseScale.Norms norms = measured(random.child(j));
      all.add(
          new NoiseScale.Norms(8, 16, norms.small(), j < 2 ? norms.small() / 1.5 : norms.big()));
    }
    Interval interval = NoiseScale.interval(all, 0.9, 200, 1);
    assertThat(interval.text(NoiseScale.of(all).batch(), "%.0f"::formatted))
        .contains("no upper end is determined");
  }
}
