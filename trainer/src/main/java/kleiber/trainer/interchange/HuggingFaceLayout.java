package kleiber.trainer.interchange;

import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.KleiberException;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.NormPlace;
import kleiber.trainer.model.ModelSpec.Positions;

/** How the parameters of a model are named and cut in a Hugging Face folder of its family. */
final class HuggingFaceLayout {
  private final ModelSpec spec;
  private final List<TensorMapping> list = new ArrayList<>();

  private HuggingFaceLayout(ModelSpec spec) {
    this.spec = spec;
  }

  /** The families that folders are written for. */
  enum Family {
    GPT2("gpt2"),
    LLAMA("llama");

    private final String modelType;

    Family(String modelType) {
      this.modelType = modelType;
    }

    /** The {@code model_type} of config.json. */
    String modelType() {
      return modelType;
    }

    /** The family that {@code spec} belongs to. */
    static Family of(ModelSpec spec) {
      boolean plainHeads = spec.heads() == spec.keyValueHeads();
      if (spec.norm() == Norm.LAYER
          && spec.normPlace() == NormPlace.PRE
          && spec.positions() == Positions.LEARNED
          && !spec.gated()
          && plainHeads) {
        return GPT2;
      }
      if (spec.norm() == Norm.RMS
          && spec.normPlace() == NormPlace.PRE
          && spec.positions() == Positions.ROTARY
          && spec.gated()
          && !spec.biases()) {
        return LLAMA;
      }
      throw KleiberException.usage(
          "this architecture has no Hugging Face family to be written as; GPT-2 (layer norm,"
              + " learned positions, ungated) and LLaMA (RMS norm, rotary, gated, no biases) do");
    }
  }

  /** The tensors of {@code spec} in the order a folder holds them. */
  static List<TensorMapping> of(ModelSpec spec, Family family) {
    HuggingFaceLayout layout = new HuggingFaceLayout(spec);
    if (family == Family.GPT2) {
      layout.gpt2();
    } else {
      layout.llama();
    }
    return layout.list;
  }

  /** As {@link #of}, with all the biases that the family has. */
  static List<TensorMapping> complete(ModelSpec spec) {
    Family family = Family.of(spec);
    return of(family == Family.GPT2 ? spec.withBiases(true) : spec, family);
  }

  private void gpt2() {
    int width = spec.width();
    matrix("transformer.wte.weight", "embed.tokens.weight", spec.vocabulary(), width);
    matrix("transformer.wpe.weight", "embed.positions.weight", spec.context(), width);
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "transformer.h." + i + ".";
      String ours = "layers." + i + ".";
      norm(theirs + "ln_1", ours + "norm1");
      conv(theirs + "attn.c_attn", ours + "attn.qkv", spec.qkvWidth(), width);
      conv(theirs + "attn.c_proj", ours + "attn.out", width, width);
      norm(theirs + "ln_2", ours + "norm2");
      conv(theirs + "mlp.c_fc", ours + "mlp.in", spec.mlpWidth(), width);
      conv(theirs + "mlp.c_proj", ours + "mlp.out", width, spec.mlpWidth());
    }
    norm("transformer.ln_f", "norm");
    head();
  }

  private void llama() {
    int width = spec.width();
    int keys = spec.keyValueHeads() * spec.headWidth();
    int hidden = spec.mlpWidth();
    matrix("model.embed_tokens.weight", "embed.tokens.weight", spec.vocabulary(), width);
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "model.layers." + i + ".";
      String ours = "layers." + i + ".";
      norm(theirs + "input_layernorm", ours + "norm1");
      String qkv = ours + "attn.qkv.weight";
      rows(theirs + "self_attn.q_proj.weight", qkv, 0, width, width);
      rows(theirs + "self_attn.k_proj.weight", qkv, width, keys, width);
      rows(theirs + "self_attn.v_proj.weight", qkv, width + keys, keys, width);
      matrix(theirs + "self_attn.o_proj.weight", ours + "attn.out.weight", width, width);
      norm(theirs + "post_attention_layernorm", ours + "norm2");
      rows(theirs + "mlp.gate_proj.weight", ours + "mlp.in.weight", 0, hidden, width);
      rows(theirs + "mlp.up_proj.weight", ours + "mlp.in.weight", hidden, hidden, width);
      matrix(theirs + "mlp.down_proj.weight", ours + "mlp.out.weight", width, hidden);
    }
    norm("model.norm", "norm");
    head();
  }

  private void head() {
    if (!spec.tied()) {
      matrix("lm_head.weight", "head.weight", spec.vocabulary(), spec.width());
    }
  }

  private void norm(String theirs, String ours) {
    vector(theirs + ".weight", ours + ".weight", spec.width());
    if (spec.biases() && spec.norm() == Norm.LAYER) {
      vector(theirs + ".bias", ours + ".bias", spec.width());
    }
  }

  private void conv(String theirs, String ours, int out, int in) {
    list.add(new TensorMapping(theirs + ".weight", ours + ".weight", 0, out, in, true));
    if (spec.biases()) {
      vector(theirs + ".bias", ours + ".bias", out);
    }
  }

  private void matrix(String theirs, String ours, int rows, int columns) {
    rows(theirs, ours, 0, rows, columns);
  }

  private void rows(String theirs, String ours, int firstRow, int rows, int columns) {
    list.add(new TensorMapping(theirs, ours, firstRow, rows, columns, false));
  }

  private void vector(String theirs, String ours, int size) {
    list.add(new TensorMapping(theirs, ours, 0, size, 0, false));
  }
}
