package kleiber.trainer.model;

import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.model.Init.Role;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.model.ModelSpec.Positions;
import kleiber.trainer.model.Parameter.Part;

/** Lists the parameters that a spec asks for, in the order of the forward pass. */
final class ParameterListing {
  private final ModelSpec spec;
  private final List<Parameter> list = new ArrayList<>();

  ParameterListing(ModelSpec spec) {
    this.spec = spec;
  }

  List<Parameter> parameters() {
    embeddings();
    if (spec.family() instanceof Family.EncoderDecoder both) {
      stack("encoder.", spec.layers(), false);
      stack("decoder.", both.decoderLayers(), true);
    } else {
      stack("", spec.layers(), false);
    }
    if (spec.family() instanceof Family.Encoder) {
      encoderHeads();
    }
    if (!spec.head().tied()) {
      linear("head", spec.vocabulary(), spec.width(), Role.HEAD, false);
    }
    return list;
  }

  private void embeddings() {
    embedding("embed.tokens.weight", spec.vocabulary());
    if (spec.positions() instanceof Positions.Learned learned) {
      embedding("embed.positions.weight", learned.firstRow() + spec.context());
    }
    if (spec.family() instanceof Family.Encoder encoder) {
      embedding("embed.segments.weight", encoder.segments());
      if (spec.block() == BlockForm.POST_NORM) {
        norm("embed.norm");
      }
    }
  }

  private void stack(String prefix, int layers, boolean cross) {
    if (spec.positions() instanceof Positions.Buckets buckets) {
      int heads = spec.attention().heads();
      Part part = part(Role.POSITION_BIAS, buckets.buckets(), heads);
      matrix(prefix + "positions.weight", heads, List.of(part));
    }
    for (int i = 0; i < layers; i++) {
      String layer = prefix + "layers." + i + ".";
      int norms = 0;
      norm(layer + "norm" + ++norms);
      attention(layer + "attn.");
      if (cross) {
        norm(layer + "norm" + ++norms);
        crossAttention(layer + "cross.");
      }
      if (spec.block() != BlockForm.PARALLEL) {
        norm(layer + "norm" + ++norms);
      }
      mlp(layer + "mlp.");
    }
    if (spec.block() != BlockForm.POST_NORM) {
      norm(prefix + "norm");
    }
  }

  private void attention(String name) {
    int width = spec.width();
    int queries = spec.attention().queryWidth();
    int keys = spec.attention().keyWidth();
    Part key = part(Role.KEY_OR_VALUE, keys, width);
    fused(name + "qkv", width, List.of(part(Role.QUERY, queries, width), key, key), spec.biases());
    if (spec.positions() instanceof Positions.Distances) {
      linear(name + "distance", queries, width, Role.KEY_OR_VALUE, false);
      bias(name + "content.bias");
      bias(name + "place.bias");
    }
    linear(name + "out", width, queries, Role.ATTENTION_OUT, spec.biases());
  }

  /** Transformer-XL's u or v. */
  private void bias(String name) {
    int heads = spec.attention().heads();
    int headWidth = spec.attention().headWidth();
    matrix(name, headWidth, List.of(part(Role.POSITION_BIAS, heads, headWidth)));
  }

  private void crossAttention(String name) {
    int width = spec.width();
    Part key = part(Role.KEY_OR_VALUE, spec.attention().keyWidth(), width);
    linear(name + "q", spec.attention().queryWidth(), width, Role.QUERY, spec.biases());
    fused(name + "kv", width, List.of(key, key), spec.biases());
    linear(name + "out", width, spec.attention().queryWidth(), Role.ATTENTION_OUT, spec.biases());
  }

  private void mlp(String name) {
    Part half = part(Role.MLP_IN, spec.mlp().width(), spec.width());
    List<Part> parts = spec.mlp().gated() ? List.of(half, half) : List.of(half);
    fused(name + "in", spec.width(), parts, spec.biases());
    linear(name + "out", spec.width(), spec.mlp().width(), Role.MLP_OUT, spec.biases());
  }

  private void encoderHeads() {
    int width = spec.width();
    linear("pooler", width, width, Role.OTHER, spec.biases());
    linear("pair", PairHead.CLASSES, width, Role.OTHER, spec.biases());
    linear("mlm.transform", width, width, Role.OTHER, spec.biases());
    norm("mlm.norm");
    vector("head.bias", spec.vocabulary(), 0);
  }

  private Part part(Role role, int rows, int in) {
    return new Part(rows, spec.init().linear(spec, role, in), spec.init().truncated(role));
  }

  private void embedding(String name, int rows) {
    Part part = new Part(rows, spec.init().embedding(spec), spec.init().truncated(Role.OTHER));
    matrix(name, spec.width(), List.of(part));
  }

  private void linear(String name, int out, int in, Role role, boolean biased) {
    fused(name, in, List.of(part(role, out, in)), biased);
  }

  /** Linear layers of the same input as one. */
  private void fused(String name, int in, List<Part> parts, boolean biased) {
    matrix(name + ".weight", in, parts);
    if (biased) {
      List<Part> zeros = parts.stream().map(part -> new Part(part.rows(), 0, false)).toList();
      int[] shape = {rows(parts)};
      list.add(new Parameter(name + ".bias", shape, 0, false, 0, zeros));
    }
  }

  private void matrix(String name, int columns, List<Part> parts) {
    list.add(new Parameter(name, new int[] {rows(parts), columns}, 0, true, 0, parts));
  }

  private void norm(String name) {
    vector(name + ".weight", spec.width(), 1);
    if (spec.normBiases()) {
      vector(name + ".bias", spec.width(), 0);
    }
  }

  private void vector(String name, int size, double mean) {
    Part constant = new Part(size, 0, false);
    list.add(new Parameter(name, new int[] {size}, 0, false, mean, List.of(constant)));
  }

  private static int rows(List<Part> parts) {
    return parts.stream().mapToInt(Part::rows).sum();
  }
}
