package kleiber.lm.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.blueprint.Blueprint;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.op.ScaleOp;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Table 8 of arXiv:2203.03466 and table 1 of arXiv:2505.01618. */
class MupTest {
  private static final Mup BASE = new Mup(12, 6, 48, 2);

  static List<ModelSpec> architectures() {
    return List.of(
        Architectures.gpt2(2, 2, 12, 6, 11),
        Architectures.llama(2, 2, 1, 12, 48, 8, 13),
        Architectures.palm(2, 2, 6, 12, 8, 13),
        Architectures.gopher(2, 2, 6, 12, 9, 13));
  }

  private static ModelSpec under(Mup mup, ModelSpec spec) {
    return spec.toBuilder().parametrisation(mup).build();
  }

  private static Blueprint drawn(ModelSpec spec) {
    return Blueprint.of(spec, BatchLayout.causal(4), true);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void atTheSizeOfTheBaseEveryOpAndEveryParameterIsThatOfTheStandardModel(ModelSpec spec) {
    assertThat(drawn(under(BASE, spec))).usingRecursiveComparison().isEqualTo(drawn(spec));
  }

  /** Four times as wide, twice as deep, with heads twice as wide. */
  private static ModelSpec larger() {
    return under(BASE, Architectures.gpt2(4, 4, 48, 6, 11));
  }

  private static void assertStart(String parameter, double std, double rate) {
    Parameter found = ParameterMap.of(larger()).get(parameter);
    assertThat(found.parts())
        .allSatisfy(part -> assertThat(part.std()).isCloseTo(std, within(1e-15)));
    assertThat(found.rate()).as(parameter).isEqualTo(rate);
  }

  @Test
  void hiddenMatricesStartWithVarianceAndRateOverTheInputsAndAllElseAsTheBase() {
    double branchEnd = 0.02 / Math.sqrt(2.0 * 2);
    assertStart("embed.tokens.weight", 0.02, 1);
    assertStart("embed.positions.weight", 0.02, 1);
    assertStart("layers.3.attn.qkv.weight", 0.02 / 2, 0.25);
    assertStart("layers.3.attn.out.weight", branchEnd / 2, 0.25);
    assertStart("layers.3.mlp.in.weight", 0.02 / 2, 0.25);
    assertStart("layers.3.mlp.out.weight", branchEnd / 2, 0.25);
    assertStart("layers.3.norm1.weight", 0, 1);
    assertStart("layers.3.mlp.in.bias", 0, 1);
  }

  @Test
  void aHeadOfItsOwnStartsAndLearnsAsTheBasesWhateverTheRuleOfTheStart() {
    ModelSpec wide = under(BASE, Architectures.llama(2, 4, 4, 48, 192, 8, 13));
    for (Init init : List.of(new Init.ByWidth(true), new Init.FanIn())) {
      Parameter head = ParameterMap.of(wide.toBuilder().init(init).build()).get("head.weight");
      assertThat(head.parts().get(0).std()).isEqualTo(1 / Math.sqrt(12));
      assertThat(head.rate()).isEqualTo(1);
    }
  }

  @Test
  void scoresAreDividedByTheChannelsOfAHeadBranchesByTheDepthAndLogitsByTheWidth() {
    List<OpSpec> ops = drawn(larger()).ops();
    assertThat(ops)
        .filteredOn(AttentionOp.class::isInstance)
        .hasSize(4)
        .allSatisfy(
            op -> assertThat(((AttentionOp) op).scale()).isEqualTo(1 / Math.sqrt(6) * (6 / 12.0)));
    assertThat(ops)
        .filteredOn(ScaleOp.class::isInstance)
        .extracting(op -> ((ScaleOp) op).factor())
        .as("two branches in each of four blocks, and the head")
        .containsExactly(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25);
  }

  @Test
  void whereDepthIsLeftAloneBranchesAreAndStartByTheModelsOwnDepth() {
    ModelSpec deep = under(new Mup(12, 6, 48, 0), Architectures.gpt2(8, 2, 12, 6, 11));
    assertThat(drawn(deep))
        .usingRecursiveComparison()
        .isEqualTo(drawn(Architectures.gpt2(8, 2, 12, 6, 11)));
  }

  @Test
  void whatItHasNoRulesForIsRefused() {
    assertThatThrownBy(() -> under(BASE, Architectures.bert(2, 2, 12, 9, 17)))
        .hasMessage("µP here is for decoders; choose family decoder");
    assertThatThrownBy(() -> under(BASE, Architectures.palm(2, 3, 6, 12, 8, 13)))
        .hasMessage("µP needs heads that share the width, and 3 heads of 6 are not 12 channels");
    assertThatThrownBy(() -> under(BASE, Architectures.gpt1(2, 2, 12, 9, 17)))
        .hasMessageContaining("choose normPlace pre");
    assertThatThrownBy(() -> new Mup(12, 5, 48, 0))
        .hasMessage("base width 12 is not a multiple of base head width 5");
    assertThatThrownBy(
            () -> under(new Mup(6, 3, 48, 0), Architectures.llama(2, 2, 1, 12, 48, 8, 13)))
        .hasMessageContaining("even head width, not 3");
    assertThat(Architectures.gpt1(2, 2, 12, 9, 17).block()).isEqualTo(BlockForm.POST_NORM);
  }
}
