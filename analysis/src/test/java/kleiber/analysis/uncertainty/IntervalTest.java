package kleiber.analysis.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static String text(double low, double value, double high) {
    return new Interval(low, high).text(value, x -> String.format(Locale.ROOT, "%.3g", x));
  }

  @Test
  void endsBeyondAllUseAreSaidInWords() {
    assertThat(text(1e9, 2e9, 4e9)).isEqualTo("1.00e+09 to 4.00e+09");
    assertThat(text(1e9, 2e9, 1e157)).isEqualTo("1.00e+09 or more: no upper end is determined");
    assertThat(text(1e-30, 2e9, 4e9)).isEqualTo("4.00e+09 or less: no lower end is determined");
    assertThat(text(1e-30, 2e9, 1e157)).isEqualTo("not determined: anything agrees with the runs");
    assertThat(text(1e9, 2e9, Double.POSITIVE_INFINITY)).contains("no upper end");
    assertThat(text(Double.NaN, 2e9, 4e9)).isEqualTo("unknown");
    assertThat(text(-0.5, 0.1, 0.9)).isEqualTo("-0.500 to 0.900");
  }
}
