package kleiber.lm.model.spec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModelSpecTest {
  @Test
  void whatIsMissingOrNotFiniteIsNoArchitecture() {
    ModelSpec spec = Architectures.gpt2(1, 2, 8, 6, 11);
    assertThatThrownBy(() -> new ModelSpec.Norm(null, 1)).hasMessage("norm.kind is missing");
    assertThatThrownBy(() -> spec.withZLoss(Double.NaN))
        .hasMessage("head.zLoss must be a number of at least 0, not NaN");
    assertThatThrownBy(() -> new ModelSpec.DropoutRates(0, 1, 0, 0))
        .hasMessage("dropout must be from 0 to below 1, not 1.0");
    assertThatThrownBy(() -> spec.toBuilder().dropout(null).build())
        .hasMessage("dropout is missing");
  }
}
