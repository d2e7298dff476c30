package kleiber.analysis.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How a model that is to be predicted is written. */
class WantedModelTest {
  @Test
  void whatIsWantedIsComputeOrASize() {
    assertThat(WantedModel.parse("1e15")).isEqualTo(new WantedModel(true, 1e15));
    assertThat(WantedModel.parse("flops=2T")).isEqualTo(new WantedModel(true, 2e12));
    assertThat(WantedModel.parse("params=10M")).isEqualTo(new WantedModel(false, 1e7));
    assertThatThrownBy(() -> WantedModel.parse("10M")).hasMessageContaining("params=10M");
    assertThatThrownBy(() -> WantedModel.parse("params=many")).hasMessageContaining("many must be");
    assertThatThrownBy(() -> WantedModel.parse("params=-1")).hasMessageContaining("above 0");
  }
}
