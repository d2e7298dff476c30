package kleiber.trainer.model;

import kleiber.trainer.backend.Backend;
import kleiber.trainer.kernels.Dropout;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * A model under construction on one lane: binds ops to parameters, found by name, and to new
 * activations, and puts them in the order of the forward pass. Names and slots lie under a prefix,
 * so that two stacks of one model do not meet.
 */
final class Assembly {
  private final ModelSpec spec;
  private final Backend backend;
  private final Kernels kernels;
  private final Parameters parameters;
  private final Dropouts dropouts;
  private final Activations activations;
  private final Program program;
  private final String prefix;
  private final int sequences;
  private final int length;

  Assembly(
      ModelSpec spec,
      Backend backend,
      Kernels kernels,
      Parameters parameters,
      Dropouts dropouts,
      int sequences,
      int length) {
    this(
        spec,
        backend,
        kernels,
        parameters,
        dropouts,
        new Activations(backend, parameters.flat().hasGradient()),
        new Program(),
        "",
        sequences,
        length);
  }

  private Assembly(
      ModelSpec spec,
      Backend backend,
      Kernels kernels,
      Parameters parameters,
      Dropouts dropouts,
      Activations activations,
      Program program,
      String prefix,
      int sequences,
      int length) {
    this.spec = spec;
    this.backend = backend;
    this.kernels = kernels;
    this.parameters = parameters;
    this.dropouts = dropouts;
    this.activations = activations;
    this.program = program;
    this.prefix = prefix;
    this.sequences = sequences;
    this.length = length;
  }

  /** The same model's part under {@code part}, over sequences of another length. */
  Assembly part(String part, int partLength) {
    return new Assembly(
        spec,
        backend,
        kernels,
        parameters,
        dropouts,
        activations,
        program,
        part,
        sequences,
        partLength);
  }

  ModelSpec spec() {
    return spec;
  }

  Kernels kernels() {
    return kernels;
  }

  Program program() {
    return program;
  }

  /** Sequences B. */
  int sequences() {
    return sequences;
  }

  /** Positions T a sequence. */
  int length() {
    return length;
  }

  /** Appends an op to the forward pass. */
  void add(Op op) {
    program.add(op);
  }

  /** A parameter of this part. */
  Variable parameter(String name) {
    return parameters.get(prefix + name);
  }

  /** A parameter that the parts of a model share. */
  Variable shared(String name) {
    return parameters.get(name);
  }

  /** A constant float tensor. */
  Tensor constant(float[] values, int... shape) {
    Tensor tensor = backend.allocate(shape);
    tensor.set(values);
    return tensor;
  }

  /** A constant integer tensor. */
  Tensor constant(int[] values, int... shape) {
    Tensor tensor = backend.allocate(ElementType.I32, shape);
    tensor.writeInts(values);
    return tensor;
  }

  /** A new activation [B·T, columns]. */
  Variable rows(String slot, int columns) {
    return rows(slot, columns, ElementType.F32, ElementType.F32);
  }

  /**
   * A new activation [B·T, columns], value or gradient in what products read if nothing else does.
   */
  Variable rows(String slot, int columns, ElementType valueType, ElementType gradientType) {
    int rows = sequences * length;
    return activations.variable(prefix + slot, rows, columns, valueType, gradientType);
  }

  /** A new activation [B·T, columns] whose gradient takes its memory. */
  Variable rowsInPlace(int columns) {
    return activations.inPlace(sequences * length, columns);
  }

  /** A new activation. */
  Variable variable(String slot, int rows, int columns) {
    return activations.variable(prefix + slot, rows, columns, ElementType.F32, ElementType.F32);
  }

  /** y = x·wᵀ + b into a new activation. */
  Variable linear(String name, Variable x, String slot, Gradient xGradient) {
    int columns = parameter(name + ".weight").value().rows();
    Variable y = variable(slot, x.value().rows(), columns);
    linear(name, x, y, xGradient);
    return y;
  }

  /** y = x·wᵀ + b with the weight and, where there is one, the bias of {@code name}. */
  void linear(String name, Variable x, Variable y, Gradient xGradient) {
    add(kernels.linear(x, parameter(name + ".weight"), bias(name), y, xGradient));
  }

  private Variable bias(String name) {
    return parameters.getOrNull(prefix + name + ".bias");
  }

  /** The model's kind of norm into {@code y}. */
  void norm(String name, Variable x, Variable y, Gradient xGradient) {
    Variable gain = parameter(name + ".weight");
    double epsilon = spec.norm().epsilon();
    add(
        spec.norm().kind() == Norm.Kind.RMS
            ? kernels.rmsNorm(x, gain, y, epsilon, xGradient)
            : kernels.layerNorm(x, gain, bias(name), y, epsilon, xGradient));
  }

  /** As {@link #norm}, into a new activation. */
  Variable normed(String name, Variable x, Gradient xGradient) {
    Variable y = variable("normed", x.value().rows(), x.value().columns());
    norm(name, x, y, xGradient);
    return y;
  }

  /** x with dropout, its gradient in place; x itself where nothing is dropped. */
  Variable dropped(Variable x, double rate) {
    Dropout dropout = dropouts.next(rate);
    if (dropout == null) {
      return x;
    }
    Variable y = activations.sharing(x);
    add(kernels.dropout(x, y, dropout));
    return y;
  }

  /** Dropout for attention probabilities, or null. */
  Dropout attentionDropout() {
    return dropouts.next(spec.dropout().attention());
  }

  /** sum = residual + dropout(x·wᵀ + b), the end of a branch. */
  void endBranch(String name, Variable x, Variable residual, Variable sum) {
    Dropout dropout = dropouts.next(spec.dropout().residual());
    if (dropout == null) {
      add(kernels.linearResidual(x, parameter(name + ".weight"), bias(name), residual, sum));
      return;
    }
    Variable branch = linear(name, x, "branch", Gradient.OVERWRITE);
    Variable kept = activations.sharing(sum);
    add(kernels.dropout(branch, kept, dropout));
    add(kernels.residual(residual, kept, sum));
  }
}
