package kleiber.analysis.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LowestTest {
  @Test
  void aValleyIsFoundFromEitherEndAndAtAnEnd() {
    assertThat(Lowest.of(x -> (x - 3) * (x - 3), 0, 10)).isCloseTo(3, within(1e-6));
    assertThat(Lowest.of(x -> (x - 3) * (x - 3), 10, 0)).isCloseTo(3, within(1e-6));
    assertThat(Lowest.of(x -> (x - 3) * (x - 3), 4, 10)).isCloseTo(4, within(1e-6));
  }

  @Test
  void oneNumberIsItsOwnPlaceAndNoneStaysNone() {
    assertThat(Lowest.of(x -> x, 2, 2)).isEqualTo(2);
    assertThat(Lowest.of(x -> x, Double.NaN, 2)).isNaN();
    assertThat(Lowest.of(x -> x, 0, Double.POSITIVE_INFINITY)).isNaN();
  }
}
