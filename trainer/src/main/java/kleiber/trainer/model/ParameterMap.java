package kleiber.trainer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.NormPlace;
import kleiber.trainer.model.ModelSpec.Positions;

/**
 * Names, shapes and places of all parameters of a model in one flat buffer. Decayed parameters come
 * first, so that an optimiser needs two ranges and no list.
 */
public final class ParameterMap {
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final long decayedSize;
  private final long size;

  private ParameterMap(List<Parameter> unplaced) {
    long offset = 0;
    for (Parameter p : unplaced) {
      if (p.decayed()) {
        offset = place(p, offset);
      }
    }
    decayedSize = offset;
    for (Parameter p : unplaced) {
      if (!p.decayed()) {
        offset = place(p, offset);
      }
    }
    size = offset;
  }

  private long place(Parameter p, long offset) {
    byName.put(
        p.name(),
        new Parameter(p.name(), p.shape(), offset, p.decayed(), p.mean(), p.std(), p.blocks()));
    return offset + p.size();
  }

  /** The parameters of a decoder. */
  public static ParameterMap of(ModelSpec spec) {
    return new ParameterMap(new Listing(spec).parameters());
  }

  /** All parameters in the order of the flat buffer. */
  public List<Parameter> parameters() {
    return List.copyOf(byName.values());
  }

  /** All parameters with fused projections taken apart, in the order of the flat buffer. */
  public List<Parameter> separate() {
    return byName.values().stream().flatMap(p -> p.separate().stream()).toList();
  }

  /** Whether the model has a parameter of that name. */
  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  /** The parameter of that name; asking for one that is not there is a programming error. */
  public Parameter get(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter " + name + " among " + byName.keySet());
    }
    return parameter;
  }

  /** Elements of the flat buffer. */
  public long size() {
    return size;
  }

  /** Elements at the start of the flat buffer that weight decay applies to. */
  public long decayedSize() {
    return decayedSize;
  }

  /** Lists what a spec asks for, in the order of the forward pass. */
  private static final class Listing {
    private final ModelSpec spec;
    private final List<Parameter> list = new ArrayList<>();

    Listing(ModelSpec spec) {
      this.spec = spec;
    }

    List<Parameter> parameters() {
      double std = spec.init().std();
      double residualStd =
          spec.init().scaleResiduals() ? std / Math.sqrt(2.0 * spec.layers()) : std;
      matrix("embed.tokens.weight", spec.vocabulary(), spec.width(), std);
      if (spec.positions() == Positions.LEARNED) {
        matrix("embed.positions.weight", spec.context(), spec.width(), std);
      }
      for (int i = 0; i < spec.layers(); i++) {
        String layer = "layers." + i + ".";
        norm(layer + "norm1");
        int queries = spec.heads() * spec.headWidth();
        int keys = spec.keyValueHeads() * spec.headWidth();
        fused(layer + "attn.qkv", spec.width(), std, queries, keys, keys);
        linear(layer + "attn.out", spec.width(), spec.width(), residualStd);
        norm(layer + "norm2");
        int[] hidden = new int[spec.gated() ? 2 : 1];
        Arrays.fill(hidden, spec.mlpWidth());
        fused(layer + "mlp.in", spec.width(), std, hidden);
        linear(layer + "mlp.out", spec.width(), spec.mlpWidth(), residualStd);
      }
      if (spec.normPlace() == NormPlace.PRE) {
        norm("norm");
      }
      if (!spec.tied()) {
        matrix("head.weight", spec.vocabulary(), spec.width(), std);
      }
      return list;
    }

    private void matrix(String name, int rows, int columns, double std) {
      list.add(new Parameter(name, new int[] {rows, columns}, 0, true, 0, std, rows));
    }

    private void vector(String name, int size, double mean) {
      list.add(new Parameter(name, new int[] {size}, 0, false, mean, 0, size));
    }

    private void linear(String name, int out, int in, double std) {
      fused(name, in, std, out);
    }

    /** Linear layers of the same input as one, with as many outputs each as {@code outs} says. */
    private void fused(String name, int in, double std, int... outs) {
      int out = Arrays.stream(outs).sum();
      list.add(new Parameter(name + ".weight", new int[] {out, in}, 0, true, 0, std, outs));
      if (spec.biases()) {
        list.add(new Parameter(name + ".bias", new int[] {out}, 0, false, 0, 0, outs));
      }
    }

    private void norm(String name) {
      vector(name + ".weight", spec.width(), 1);
      if (spec.biases() && spec.norm() == Norm.LAYER) {
        vector(name + ".bias", spec.width(), 0);
      }
    }
  }
}
