package kleiber.lm.model;

import java.util.EnumMap;
import java.util.Map;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.kernels.ScoresByDistance;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.Field;
import kleiber.lm.model.blueprint.Blueprint;
import kleiber.lm.model.blueprint.GradientModes;
import kleiber.lm.model.op.ActivationOp;
import kleiber.lm.model.op.AddBiasOp;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.BranchEndOp;
import kleiber.lm.model.op.BucketBiasOp;
import kleiber.lm.model.op.DropoutOp;
import kleiber.lm.model.op.EmbeddingOp;
import kleiber.lm.model.op.GatedOp;
import kleiber.lm.model.op.HeadNormOp;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.NormOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.RotaryOp;
import kleiber.lm.model.op.ScaleOp;
import kleiber.lm.model.op.SumOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;

/**
 * Binds the ops of a {@link Blueprint} to memory and to a backend's kernels, for one lane. The one
 * place where both are known.
 */
final class Binder implements OpSpec.Cases<Op> {
  private final Backend backend;
  private final Kernels kernels;
  private final Parameters parameters;
  private final Dropouts dropouts;
  private final Map<Field, Tensor> inputs;
  private final int sequences;
  private final Activations activations;
  private final GradientModes modes;
  private final Map<Field, CrossEntropy> losses = new EnumMap<>(Field.class);
  private final Program program = new Program();

  /**
   * Binds all ops.
   *
   * @param parameters with gradients to train, without to evaluate
   * @param products in which type values are kept that matrix products read
   * @param inputs the memory of every field
   * @param sequences B at once
   */
  Binder(
      Blueprint blueprint,
      Backend backend,
      Kernels kernels,
      ElementType products,
      Parameters parameters,
      Dropouts dropouts,
      Map<Field, Tensor> inputs,
      int sequences) {
    this.backend = backend;
    this.kernels = kernels;
    this.parameters = parameters;
    this.dropouts = dropouts;
    this.inputs = inputs;
    this.sequences = sequences;
    boolean training = parameters.flat().hasGradient();
    this.activations = new Activations(backend, products, training, sequences);
    this.modes = new GradientModes(blueprint.ops());
    for (OpSpec op : blueprint.ops()) {
      program.add(op.accept(this));
    }
  }

  /** The ops in their order. */
  Program program() {
    return program;
  }

  /** The memory of a value. */
  Variable memory(Operand operand) {
    return activations.of(operand);
  }

  /** The loss against a field. */
  CrossEntropy loss(Field targets) {
    return losses.get(targets);
  }

  @Override
  public Op embedding(EmbeddingOp op) {
    return kernels.embedding(
        inputs.get(op.tokens()), matrix(op.table()), matrix(op.positions()), memory(op.output()));
  }

  @Override
  public Op linear(LinearOp op) {
    return kernels.linear(
        memory(op.x()),
        matrix(op.weight()),
        vector(op.bias()),
        memory(op.output()),
        mode(op, op.x()));
  }

  @Override
  public Op branchEnd(BranchEndOp op) {
    return kernels.linearResidual(
        memory(op.x()),
        matrix(op.weight()),
        vector(op.bias()),
        memory(op.residual()),
        memory(op.output()));
  }

  @Override
  public Op norm(NormOp op) {
    Variable x = memory(op.x());
    Variable y = memory(op.output());
    Variable gain = vector(op.gain());
    double epsilon = op.norm().epsilon();
    return switch (op.norm().kind()) {
      case RMS -> kernels.rmsNorm(x, gain, y, epsilon, mode(op, op.x()));
      case LAYER -> kernels.layerNorm(x, gain, vector(op.bias()), y, epsilon, mode(op, op.x()));
    };
  }

  @Override
  public Op headNorm(HeadNormOp op) {
    return kernels.rmsNorm(
        heads(op.x(), op.headWidth()),
        vector(op.gain()),
        heads(op.output(), op.headWidth()),
        op.epsilon(),
        mode(op, op.x()));
  }

  /** A value with a row for every head. */
  private Variable heads(Value value, int headWidth) {
    int rows = Math.toIntExact(value.size(sequences) / headWidth);
    return memory(value).reshape(rows, headWidth);
  }

  @Override
  public Op activation(ActivationOp op) {
    return kernels.activation(op.function(), memory(op.x()), memory(op.output()));
  }

  @Override
  public Op gated(GatedOp op) {
    return kernels.gated(op.function(), memory(op.gate()), memory(op.up()), memory(op.output()));
  }

  @Override
  public Op scale(ScaleOp op) {
    return kernels.scale(memory(op.x()), op.factor(), memory(op.output()));
  }

  @Override
  public Op addBias(AddBiasOp op) {
    return kernels.addBias(
        memory(op.x()), vector(op.bias()), memory(op.output()), mode(op, op.x()));
  }

  @Override
  public Op sum(SumOp op) {
    return kernels.residual(memory(op.a()), memory(op.b()), memory(op.output()));
  }

  @Override
  public Op rotary(RotaryOp op) {
    return kernels.rotary(memory(op.x()), op.positions(), op.headWidth(), op.theta());
  }

  @Override
  public Op bucketBias(BucketBiasOp op) {
    Tensor buckets = backend.allocate(ElementType.I32, op.length(), op.length());
    buckets.writeInts(op.buckets());
    return kernels.bucketBias(buckets, matrix(op.table()), memory(op.output()));
  }

  @Override
  public Op attention(AttentionOp op) {
    AttentionShape shape =
        new AttentionShape(
            sequences,
            Math.toIntExact(op.queries().rows().count()),
            Math.toIntExact(op.keys().rows().count()),
            op.heads().heads(),
            op.heads().keyValueHeads(),
            op.heads().headWidth(),
            op.mask(),
            op.scale());
    return kernels.attention(
        shape,
        memory(op.queries()),
        memory(op.keys()),
        memory(op.values()),
        options(op),
        memory(op.output()));
  }

  private AttentionOptions options(AttentionOp op) {
    AttentionOptions options = AttentionOptions.NONE;
    if (op.bias() != null) {
      options = options.withBias(memory(op.bias()), mode(op, op.bias()));
    }
    if (op.byDistance() != null) {
      AttentionOp.ByDistance by = op.byDistance();
      options =
          options.withScores(
              new ScoresByDistance(
                  memory(by.queries()), memory(by.distances()), () -> memory(by.scores())));
    }
    return options
        .withKeyLengths(op.keyLengths() == null ? null : inputs.get(op.keyLengths()))
        .withDropout(dropouts.next(op.dropout()));
  }

  @Override
  public Op dropout(DropoutOp op) {
    return kernels.dropout(memory(op.x()), memory(op.output()), dropouts.next(op.rate()));
  }

  @Override
  public Op loss(LossOp op) {
    CrossEntropy loss =
        kernels.crossEntropy(memory(op.output()), inputs.get(op.targets()), op.zLoss());
    losses.put(op.targets(), loss);
    return loss;
  }

  private Gradient mode(OpSpec op, Operand input) {
    return modes.of(op, input);
  }

  /** A weight as a matrix, or null for none. */
  private Variable matrix(Weight weight) {
    return weight == null ? null : slice(weight, weight.rows(), weight.columns());
  }

  /** A weight as a vector, or null for none. */
  private Variable vector(Weight weight) {
    return weight == null ? null : slice(weight, weight.rows() * weight.columns());
  }

  private Variable slice(Weight weight, int... shape) {
    long offset = parameters.map().get(weight.parameter().name()).offset();
    return parameters.flat().slice(offset + weight.offset(), shape);
  }
}
