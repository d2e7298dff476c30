package kleiber.lm.model.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Family;
import org.junit.jupiter.api.Test;

class ParameterCountTest {
  @Test
  void aCountWithoutAListIsTheListsCount() {
    ModelSpec t5 = Architectures.t5(3, 2, 8, 4, 16, 6, 11);
    ModelSpec uneven = t5.toBuilder().family(new Family.EncoderDecoder(5)).build();
    for (ModelSpec spec : new ModelSpec[] {Architectures.gpt2(7, 2, 8, 6, 11), t5, uneven}) {
      assertThat(ParameterCount.of(spec)).isEqualTo(ParameterMap.of(spec).size());
    }
  }

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
