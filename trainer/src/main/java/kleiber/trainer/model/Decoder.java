package kleiber.trainer.model;

import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.AttentionOptions;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.NormPlace;
import kleiber.trainer.model.ModelSpec.Positions;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * A causal language model bound to one lane: tokens [B, T] in, cross-entropy against targets [B, T]
 * out, gradients added to the parameters' gradient buffer.
 *
 * <p>The residual stream has one gradient buffer for all layers: a branch reads it as the gradient
 * of its output, and adds its share for its input to the same memory. With post-norm a sum and its
 * norm alternate between two buffers.
 */
public final class Decoder {
  private final ModelSpec spec;
  private final Kernels kernels;
  private final Parameters parameters;
  private final Activations activations;
  private final Dropouts dropouts;
  private final Program program = new Program();
  private final int batch;
  private final int length;
  private final Tensor tokens;
  private final Tensor targets;
  private final Variable logits;
  private final CrossEntropy loss;
  private boolean secondStream;

  /**
   * Binds a model.
   *
   * @param parameters with gradients to train, without to evaluate
   * @param batch sequences B a call
   * @param length positions T a sequence, at most {@code spec.context()}
   * @param zLoss coefficient of the z-loss, 0 for none
   * @param dropouts the source of dropout masks
   */
  public Decoder(
      ModelSpec spec,
      Backend backend,
      Kernels kernels,
      Parameters parameters,
      int batch,
      int length,
      double zLoss,
      Dropouts dropouts) {
    this.spec = spec;
    this.kernels = kernels;
    this.parameters = parameters;
    this.batch = batch;
    this.length = length;
    this.dropouts = dropouts;
    this.activations = new Activations(backend, parameters.flat().hasGradient());
    this.tokens = backend.allocate(ElementType.I32, batch, length);
    this.targets = backend.allocate(ElementType.I32, batch, length);
    Variable hidden = embed();
    for (int i = 0; i < spec.layers(); i++) {
      hidden = block("layers." + i + ".", hidden);
    }
    Variable last = spec.normPlace() == NormPlace.PRE ? finalNorm(hidden) : hidden;
    this.logits = activations.variable("logits", batch * length, spec.vocabulary());
    Variable head = parameters.get(spec.tied() ? "embed.tokens.weight" : "head.weight");
    program.add(kernels.linear(last, head, null, logits, Gradient.OVERWRITE));
    this.loss = kernels.crossEntropy(logits, targets, zLoss);
    program.add(loss);
  }

  /** Sets the inputs and targets of the next {@link #forward}, each B·T long, row by row. */
  public void load(int[] inputs, int[] nextTokens) {
    tokens.writeInts(inputs);
    targets.writeInts(nextTokens);
  }

  /** Computes the loss, available from {@link #loss()}. */
  public void forward() {
    program.forward();
  }

  /** Adds the gradients of the last {@link #forward} to the parameters' gradients. */
  public void backward() {
    program.backward();
  }

  /** The loss op: its sum, its rows, and the count that gradients are divided by. */
  public CrossEntropy loss() {
    return loss;
  }

  /** The logits [B·T, V] of the last {@link #forward}. */
  public Tensor logits() {
    return logits.value();
  }

  private Variable embed() {
    Variable sum = stream();
    Variable positions =
        spec.positions() == Positions.LEARNED ? parameters.get("embed.positions.weight") : null;
    program.add(kernels.embedding(tokens, parameters.get("embed.tokens.weight"), positions, sum));
    return dropouts.isActive() ? dropped(sum, stream()) : sum;
  }

  private Variable block(String name, Variable hidden) {
    if (spec.normPlace() == NormPlace.PRE) {
      Variable attended = stream();
      attention(
          name, norm(name + "norm1", hidden, Gradient.ADD), hidden, attended, Gradient.OVERWRITE);
      Variable out = stream();
      mlp(name, norm(name + "norm2", attended, Gradient.ADD), attended, out, Gradient.OVERWRITE);
      return out;
    }
    Variable attended = stream();
    attention(name, hidden, hidden, attended, Gradient.ADD);
    Variable middle = normedStream(name + "norm1", attended);
    Variable out = stream();
    mlp(name, middle, middle, out, Gradient.ADD);
    return normedStream(name + "norm2", out);
  }

  /** sum = residual + attention(x). */
  private void attention(
      String name, Variable x, Variable residual, Variable sum, Gradient xGradient) {
    int headWidth = spec.headWidth();
    int queryColumns = spec.heads() * headWidth;
    int keyColumns = spec.keyValueHeads() * headWidth;
    Variable qkv = rows("qkv", spec.qkvWidth());
    program.add(
        kernels.linear(
            x,
            parameters.get(name + "attn.qkv.weight"),
            parameters.getOrNull(name + "attn.qkv.bias"),
            qkv,
            xGradient));
    if (spec.positions() == Positions.ROTARY) {
      program.add(
          kernels.rotary(
              qkv.columnRange(0, queryColumns + keyColumns),
              length,
              headWidth,
              spec.rotaryTheta()));
    }
    Variable attended = rows("attended", queryColumns);
    AttentionShape shape =
        new AttentionShape(
            batch,
            length,
            length,
            spec.heads(),
            spec.keyValueHeads(),
            headWidth,
            AttentionMask.CAUSAL,
            1 / Math.sqrt(headWidth));
    program.add(
        kernels.attention(
            shape,
            qkv.columnRange(0, queryColumns),
            qkv.columnRange(queryColumns, keyColumns),
            qkv.columnRange(queryColumns + keyColumns, keyColumns),
            AttentionOptions.NONE,
            attended));
    endBranch(name + "attn.out", attended, residual, sum);
  }

  /** sum = residual + mlp(x). */
  private void mlp(String name, Variable x, Variable residual, Variable sum, Gradient xGradient) {
    Variable w = parameters.get(name + "mlp.in.weight");
    Variable b = parameters.getOrNull(name + "mlp.in.bias");
    int hiddenWidth = spec.mlpWidth();
    Variable in = rows("mlp.in", hiddenWidth);
    Variable activated = rows("mlp.activated", hiddenWidth);
    if (spec.gated()) {
      Variable up = rows("mlp.up", hiddenWidth);
      program.add(half(0, x, w, b, in, Gradient.ADD));
      program.add(half(1, x, w, b, up, xGradient));
      program.add(kernels.gated(spec.activation(), in, up, activated));
    } else {
      program.add(kernels.linear(x, w, b, in, xGradient));
      program.add(kernels.activation(spec.activation(), in, activated));
    }
    endBranch(name + "mlp.out", activated, residual, sum);
  }

  /** One half of a fused projection: rows 0 to F of w are the gate's, F to 2F the other's. */
  private kleiber.trainer.kernels.Op half(
      int index, Variable x, Variable w, Variable b, Variable y, Gradient xGradient) {
    int out = spec.mlpWidth();
    Variable rows =
        new Variable(
            w.value().reshape(Math.toIntExact(w.value().size())),
            w.hasGradient() ? w.gradient().reshape(Math.toIntExact(w.value().size())) : null);
    return kernels.linear(
        x,
        rows.slice((long) index * out * spec.width(), out, spec.width()),
        b == null ? null : b.slice((long) index * out, out),
        y,
        xGradient);
  }

  private void endBranch(String name, Variable x, Variable residual, Variable sum) {
    Variable w = parameters.get(name + ".weight");
    Variable b = parameters.getOrNull(name + ".bias");
    if (!dropouts.isActive()) {
      program.add(kernels.linearResidual(x, w, b, residual, sum));
      return;
    }
    Variable branch = rows("branch", spec.width());
    program.add(kernels.linear(x, w, b, branch, Gradient.OVERWRITE));
    Variable kept = new Variable(rows("unused", spec.width()).value(), sum.gradient());
    dropped(branch, kept);
    program.add(kernels.residual(residual, kept, sum));
  }

  private Variable dropped(Variable x, Variable y) {
    program.add(kernels.dropout(x, y, dropouts.next()));
    return y;
  }

  private Variable finalNorm(Variable hidden) {
    return norm("norm", hidden, Gradient.OVERWRITE);
  }

  private Variable norm(String name, Variable x, Gradient xGradient) {
    Variable y = rows("normed", spec.width());
    normInto(name, x, y, xGradient);
    return y;
  }

  private Variable normedStream(String name, Variable sum) {
    secondStream = !secondStream;
    Variable y = stream();
    normInto(name, sum, y, Gradient.OVERWRITE);
    return y;
  }

  private void normInto(String name, Variable x, Variable y, Gradient xGradient) {
    Variable gain = parameters.get(name + ".weight");
    double epsilon = spec.normEpsilon();
    program.add(
        spec.norm() == Norm.RMS
            ? kernels.rmsNorm(x, gain, y, epsilon, xGradient)
            : kernels.layerNorm(
                x, gain, parameters.getOrNull(name + ".bias"), y, epsilon, xGradient));
  }

  /** A new value of the residual stream, over its one gradient buffer (of two, with post-norm). */
  private Variable stream() {
    return rows(secondStream ? "stream2" : "stream", spec.width());
  }

  private Variable rows(String slot, int columns) {
    return activations.variable(slot, batch * length, columns);
  }
}
