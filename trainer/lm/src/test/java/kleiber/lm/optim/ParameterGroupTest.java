package kleiber.lm.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Mup;
import kleiber.lm.optim.OptimizerSpec.Decayed;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
  private static final ParameterMap MAP = ParameterMap.of(Architectures.gpt2(2, 2, 8, 6, 11));

  private static List<ParameterGroup> groups(AdamW spec) {
    return ParameterGroup.joined(MAP.parameters().stream().map(spec::group).toList());
  }

  @Test
  void matricesDecayAndVectorsDoNotInAsFewGroupsAsThereCanBe() {
    assertThat(groups(OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1)))
        .containsExactly(
            new ParameterGroup(0, MAP.decayedSize(), 1, 0.1),
            new ParameterGroup(MAP.decayedSize(), MAP.size(), 1, 0));
  }

  @Test
  void whereAllDecaysThereIsOneGroup() {
    AdamW all =
        new AdamW(
            1e-3,
            0.9,
            0.95,
            1e-8,
            0.1,
            Decayed.ALL,
            BiasCorrection.MOMENTS,
            RoleRates.ONE,
            new Stability(1, 0));
    assertThat(groups(all)).containsExactly(new ParameterGroup(0, MAP.size(), 1, 0.1));
  }

  @Test
  void rolesWithRatesOfTheirOwnAreGroupsOfTheirOwn() {
    AdamW embedded =
        new AdamW(
            1e-3,
            0.9,
            0.95,
            1e-8,
            0.1,
            Decayed.MATRICES,
            BiasCorrection.MOMENTS,
            new RoleRates(5, 1, 1, 1, 0.5),
            new Stability(1, 0));
    long tables = MAP.get("embed.tokens.weight").size() + MAP.get("embed.positions.weight").size();
    assertThat(groups(embedded))
        .containsExactly(
            new ParameterGroup(0, tables, 5, 0.1),
            new ParameterGroup(tables, MAP.decayedSize(), 1, 0.1),
            new ParameterGroup(MAP.decayedSize(), MAP.size(), 0.5, 0));
  }

  @Test
  void underMupHiddenMatricesHaveARateOverTheirInputsAndTheDecayOfAllOthersAStep() {
    ModelSpec wide =
        Architectures.gpt2(2, 4, 32, 6, 11).toBuilder()
            .parametrisation(new Mup(8, 4, 32, 0))
            .build();
    ParameterMap map = ParameterMap.of(wide);
    long tables = map.get("embed.tokens.weight").size() + map.get("embed.positions.weight").size();
    AdamW spec = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);
    assertThat(ParameterGroup.joined(map.parameters().stream().map(spec::group).toList()))
        .containsExactly(
            new ParameterGroup(0, tables, 1, 0.1),
            new ParameterGroup(tables, map.decayedSize(), 0.25, 0.4),
            new ParameterGroup(map.decayedSize(), map.size(), 1, 0));
  }
}
