package kleiber.analysis.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import kleiber.analysis.number.NumberStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotAxisTest {
  private static PlotAxis log(double low, double high) {
    return new PlotAxis("", PlotAxis.Scale.LOG, NumberStyle.POWER, low, high);
  }

  @Test
  void ticksOfManyDecadesArePowersOfTen() {
    assertThat(log(2e15, 5e21).ticks(8)).containsExactly(1e16, 1e17, 1e18, 1e19, 1e20, 1e21);
    assertThat(log(1, 1e12).ticks(6)).hasSizeLessThanOrEqualTo(7).contains(1.0);
  }

  @Test
  void ticksOfOneOrTwoDecadesAreOneTwoFive() {
    assertThat(log(1e9, 3e10).ticks(8)).containsExactly(1e9, 2e9, 5e9, 1e10, 2e10);
  }

  @Test
  void ticksOfLessThanADecadeAreEvenSteps() {
    assertThat(log(2.1, 3.4).ticks(6)).containsExactly(2.25, 2.5, 2.75, 3.0, 3.25);
  }

  @Test
  void everyTickLiesOnItsAxisAndThereAreSome() {
    for (double ratio : new double[] {1.001, 1.1, 2, 9, 11, 50, 1e3, 1e9, 1e20}) {
      PlotAxis axis = log(3.3e7, 3.3e7 * ratio);
      assertThat(axis.ticks(6)).as("%s", ratio).isNotEmpty().allMatch(axis::shows);
    }
  }

  @Test
  void anAxisOfOneValueShowsIt() {
    PlotAxis axis = PlotAxis.linear("", NumberStyle.PLAIN, DoubleStream.of(3));
    assertThat(axis.place(3)).isBetween(0.4, 0.6);
    assertThat(PlotAxis.log("", NumberStyle.PLAIN, DoubleStream.of(3)).place(3))
        .isBetween(0.4, 0.6);
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT, 57300000, 57.3M", "COUNT, 999950, 1M", "COUNT, 20, 20", "COUNT, 1.5e12, 1.5T",
    "COUNT, 100, 100", "COUNT, 1e16, 10¹⁶", "POWER, 1e18, 10¹⁸", "POWER, 3e-5, 3×10⁻⁵"
  })
  void numbersAreWrittenShort(NumberStyle numbers, double value, String text) {
    assertThat(numbers.text(value)).isEqualTo(text);
  }

  @Test
  void ticksHaveTheDecimalsTheyNeed() {
    PlotAxis axis = new PlotAxis("", PlotAxis.Scale.LINEAR, NumberStyle.PLAIN, 2, 3);
    assertThat(axis.text(2.25, List.of(2.25, 2.5))).isEqualTo("2.25");
    assertThat(axis.text(2.2, List.of(2.2, 2.4))).isEqualTo("2.2");
    assertThat(axis.text(-0.0, List.of(-1.0, 0.0))).isEqualTo("0");
  }
}
