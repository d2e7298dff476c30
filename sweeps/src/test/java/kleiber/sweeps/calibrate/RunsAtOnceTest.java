package kleiber.sweeps.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunsAtOnceTest {
  /** As an H100 does with models of width 64 in bf16 and in fp32. */
  @Test
  void theFewestRunsThatComeWithinATenthOfTheBestAreTaken() {
    assertThat(RunsAtOnce.choose(Map.of(1, 8.14, 4, 14.7, 8, 20.6, 16, 21.5))).isEqualTo(8);
    assertThat(RunsAtOnce.choose(Map.of(1, 1.29, 8, 5.48, 16, 8.48))).isEqualTo(16);
    assertThat(RunsAtOnce.choose(Map.of(1, 1.0, 4, 1.05, 8, 1.1))).isEqualTo(1);
  }
}
