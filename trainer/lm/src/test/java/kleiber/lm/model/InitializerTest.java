package kleiber.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import org.junit.jupiter.api.Test;

/** Each system's first weights have the spread that it publishes. */
class InitializerTest {
  private static final int D = 96;

  private static float[] draw(ModelSpec spec, String parameter, int part) {
    ParameterMap map = ParameterMap.of(spec);
    Tensor values = new ReferenceBackend().allocate((int) map.size());
    Initializer.initialize(map, values, 3);
    Parameter whole = map.get(parameter);
    Parameter chosen = whole.separate().get(part);
    float[] drawn = new float[(int) chosen.size()];
    values.read(chosen.offset(), drawn, 0, drawn.length);
    return drawn;
  }

  private static void assertSpread(ModelSpec spec, String parameter, int part, double std) {
    double squares = 0;
    float[] drawn = draw(spec, parameter, part);
    for (float value : drawn) {
      squares += (double) value * value;
    }
    // Four standard errors of a standard deviation from n draws.
    double error = 4 / Math.sqrt(2.0 * drawn.length);
    assertThat(Math.sqrt(squares / drawn.length)).as(parameter).isCloseTo(std, within(error * std));
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void gpt2AndOptShrinkWhatEndsABranch() {
    ModelSpec gpt2 = Architectures.gpt2(8, 4, D, 32, 100);
    assertSpread(gpt2, "embed.tokens.weight", 0, 0.02);
    assertSpread(gpt2, "layers.3.mlp.in.weight", 0, 0.02);
    assertSpread(gpt2, "layers.3.mlp.out.weight", 0, 0.02 / 4);
    ModelSpec opt = Architectures.opt(8, 4, D, 32, 100);
    assertSpread(opt, "embed.positions.weight", 0, 0.006);
    assertSpread(opt, "layers.0.attn.qkv.weight", 1, 0.006);
    assertSpread(opt, "layers.7.attn.out.weight", 0, 0.006 / 4);
  }

  @Test
  void gpt1AndLlamaDoNot() {
    assertSpread(Architectures.gpt1(8, 4, D, 32, 100), "layers.0.attn.out.weight", 0, 0.02);
    ModelSpec llama = Architectures.llama(8, 4, 2, D, 128, 32, 100);
    assertSpread(llama, "layers.0.mlp.out.weight", 0, 0.02);
    assertSpread(llama, "head.weight", 0, 0.02);
  }

  @Test
  void palmScalesByInputsAndEmbedsAtOne() {
    ModelSpec palm = Architectures.palm(2, 3, 16, D, 32, 100);
    assertSpread(palm, "embed.tokens.weight", 0, 1);
    assertSpread(palm, "layers.0.attn.qkv.weight", 0, 1 / Math.sqrt(D));
    assertSpread(palm, "layers.0.attn.out.weight", 0, 1 / Math.sqrt(48));
    assertSpread(palm, "layers.0.mlp.out.weight", 0, 1 / Math.sqrt(4 * D));
  }

  @Test
  void t5FoldsTheScaleOfScoresIntoItsQueries() {
    ModelSpec t5 = Architectures.t5(2, 4, 16, D, 128, 32, 100);
    assertSpread(t5, "embed.tokens.weight", 0, 1);
    assertSpread(t5, "encoder.layers.0.attn.qkv.weight", 0, 1 / Math.sqrt(D * 16));
    assertSpread(t5, "encoder.layers.0.attn.qkv.weight", 1, 1 / Math.sqrt(D));
    assertSpread(t5, "decoder.layers.1.cross.q.weight", 0, 1 / Math.sqrt(D * 16));
    assertSpread(t5, "decoder.layers.1.cross.kv.weight", 1, 1 / Math.sqrt(D));
    assertSpread(t5, "decoder.layers.1.cross.out.weight", 0, 1 / Math.sqrt(4 * 16));
    assertThat(largest(draw(t5, "encoder.layers.0.mlp.in.weight", 0)))
        .isLessThanOrEqualTo((float) (2 / Math.sqrt(D)));
  }

  @Test
  void bertDrawsAgainBeyondTwoStandardDeviations() {
    ModelSpec bert = Architectures.bert(2, 4, D, 32, 200);
    // A normal cut off at two standard deviations has 0.87963 of its spread.
    assertSpread(bert, "embed.tokens.weight", 0, 0.02 * 0.87963);
    assertThat(largest(draw(bert, "embed.tokens.weight", 0))).isLessThanOrEqualTo(0.04f);
  }

  @Test
  void normsStartAtOneAndBiasesAtZero() {
    ModelSpec bert = Architectures.bert(2, 4, D, 32, 200);
    assertThat(draw(bert, "embed.norm.weight", 0)).containsOnly(1f);
    assertThat(draw(bert, "layers.0.attn.qkv.bias", 2)).containsOnly(0f);
    assertThat(draw(bert, "head.bias", 0)).containsOnly(0f);
  }

  @Test
  void queriesAndAnOwnHeadStartAtZeroWhereThatIsAskedForAndNothingElseDoes() {
    ModelSpec llama = Architectures.llama(2, 4, 2, D, 64, 32, 100);
    ModelSpec zero = llama.toBuilder().init(new Init.Zeroed(llama.init(), true, true)).build();
    assertThat(largest(draw(zero, "layers.1.attn.qkv.weight", 0))).isZero();
    assertThat(largest(draw(zero, "head.weight", 0))).isZero();
    for (String parameter : List.of("layers.1.attn.qkv.weight", "embed.tokens.weight")) {
      int last = ParameterMap.of(zero).get(parameter).parts().size() - 1;
      assertThat(draw(zero, parameter, last)).isEqualTo(draw(llama, parameter, last));
    }
  }
}
