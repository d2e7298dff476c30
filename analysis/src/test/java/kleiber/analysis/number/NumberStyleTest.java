package kleiber.analysis.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberStyleTest {
  @Test
  void thereIsOneMinusSignAndOneWayToWritePowersOfTen() {
    assertThat(NumberStyle.PLAIN.text(-2.5, 0.1)).isEqualTo("−2.5");
    assertThat(NumberStyle.PERCENT.text(-0.0025, 0.0001)).isEqualTo("−0.25 %");
    assertThat(NumberStyle.CHANGE.text(-0.0124)).isEqualTo("−1.24 %");
    assertThat(NumberStyle.CHANGE.text(-0.000001)).isEqualTo("+0.00 %");
    assertThat(NumberStyle.POWER.text(3e-4)).isEqualTo("3×10⁻⁴");
    assertThat(NumberStyle.POWER.text(-1e18)).isEqualTo("−10¹⁸");
    assertThat(NumberStyle.SIGNIFICANT.text(-0.3428)).isEqualTo("−0.343");
    assertThat(NumberStyle.SIGNIFICANT.text(1e-4)).isEqualTo("10⁻⁴");
    assertThat(NumberStyle.SIGNIFICANT.text(1270)).isEqualTo("1,270");
    assertThat(NumberStyle.SIGNIFICANT.text(0.01, 0.001)).isEqualTo("0.01");
    assertThat(NumberStyle.COUNT.text(0.0003)).isEqualTo("3×10⁻⁴");
  }

  @Test
  void whatIsNoNumberIsADash() {
    for (NumberStyle numbers : NumberStyle.values()) {
      assertThat(numbers.text(Double.NaN)).isEqualTo("–");
      assertThat(numbers.text(Double.POSITIVE_INFINITY)).isEqualTo("–");
    }
  }
}
