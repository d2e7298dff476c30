package kleiber.lm.model.blueprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.op.Parameter.Part;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Parametrisation;
import kleiber.lm.model.spec.Role;

/** Lists the parameters of a model, in the order in which its parts ask for them. */
final class ParameterListing {
  private final ModelSpec spec;
  private final Map<String, Parameter> list = new LinkedHashMap<>();

  ParameterListing(ModelSpec spec) {
    this.spec = spec;
  }

  /**
   * The parameters of a linear layer.
   *
   * @param weight [out, in]
   * @param bias [out], or null
   */
  record Linear(Weight weight, Weight bias) {
    /** Some rows of both. */
    Linear rows(int from, int count) {
      return new Linear(weight.rows(from, count), bias == null ? null : bias.rows(from, count));
    }
  }

  /**
   * The parameters of a norm.
   *
   * @param gain [C]
   * @param bias [C], or null
   */
  record Norm(String name, Weight gain, Weight bias) {}

  /** So far, in order. */
  List<Parameter> parameters() {
    return List.copyOf(list.values());
  }

  /** A table of embeddings; the parts of a model share it. */
  Weight embedding(String name, int rows) {
    return matrix(name + ".weight", spec.width(), part(Role.EMBEDDING, rows, spec.width()));
  }

  /** A bias of scores. */
  Weight positionBias(String name, int rows, int columns) {
    return matrix(name, columns, part(Role.POSITION_BIAS, rows, columns));
  }

  /** A linear layer with the biases that the model has. */
  Linear linear(String name, Role role, int out, int in) {
    return fused(name, in, spec.biases(), part(role, out, in));
  }

  /** A linear layer without a bias. */
  Weight unbiased(String name, Role role, int out, int in) {
    return fused(name, in, false, part(role, out, in)).weight();
  }

  /** Linear layers of the same input as one. */
  Linear fused(String name, int in, Part... parts) {
    return fused(name, in, spec.biases(), parts);
  }

  private Linear fused(String name, int in, boolean biased, Part... parts) {
    Weight weight = matrix(name + ".weight", in, parts);
    return new Linear(weight, biased ? vector(name + ".bias", Role.BIAS, parts) : null);
  }

  /** The model's kind of norm. */
  Norm norm(String name) {
    Weight gain = vector(name + ".weight", Role.GAIN, spec.width());
    Weight bias = spec.normBiases() ? vector(name + ".bias", Role.BIAS, spec.width()) : null;
    return new Norm(name, gain, bias);
  }

  /** A vector whose values start the same. */
  Weight vector(String name, Role role, int size) {
    return add(name, new int[] {size}, List.of(Part.constant(size, role)));
  }

  /** What a part of a fused matrix is for, and how it starts. */
  Part part(Role role, int rows, int columns) {
    Parametrisation sizes = spec.parametrisation();
    double std = sizes.std(spec, role, columns);
    double rate = sizes.rate(spec, role, columns);
    return new Part(rows, role, std, spec.init().truncated(role), rate);
  }

  private Weight vector(String name, Role role, Part... like) {
    List<Part> parts = new ArrayList<>();
    for (Part part : like) {
      parts.add(Part.constant(part.rows(), role));
    }
    return add(name, new int[] {rows(parts)}, parts);
  }

  private Weight matrix(String name, int columns, Part... parts) {
    return add(name, new int[] {rows(List.of(parts)), columns}, List.of(parts));
  }

  private Weight add(String name, int[] shape, List<Part> parts) {
    Parameter asked = new Parameter(name, shape, 0, parts);
    Parameter listed = list.computeIfAbsent(name, absent -> asked);
    if (!Arrays.equals(listed.shape(), shape) || !listed.parts().equals(parts)) {
      throw new IllegalStateException("two parameters are called " + name);
    }
    return Weight.of(listed);
  }

  private static int rows(List<Part> parts) {
    return parts.stream().mapToInt(Part::rows).sum();
  }
}
