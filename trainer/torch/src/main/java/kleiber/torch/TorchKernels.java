package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.linalg_vector_norm_out;

import java.util.function.DoubleSupplier;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The kernels of the {@link TorchBackend}. */
final class TorchKernels implements Kernels {
  private final TorchMemory memory;
  private final TorchLinear linear;
  private final boolean onCpu;

  TorchKernels(TorchMemory memory, Precision precision, boolean onCpu) {
    this.memory = memory;
    this.linear = new TorchLinear(memory, precision == Precision.BF16);
    this.onCpu = onCpu;
  }

  @Override
  public Runnable fill(Tensor x, float value) {
    return calls().op("fill_.Scalar", TorchTensor.vector(x), (double) value);
  }

  @Override
  public Runnable add(Tensor target, Tensor source) {
    var sum = TorchTensor.vector(target);
    return calls().add(sum, TorchTensor.vector(source), sum);
  }

  @Override
  public DoubleSupplier sumOfSquares(Tensor x) {
    var vector = TorchTensor.vector(x);
    var norm = memory.allocate(ScalarType.Double);
    Scalar two = memory.keep(new Scalar(2));
    LongArrayRefOptional all = memory.keep(new LongArrayRefOptional());
    ScalarTypeOptional inDouble = memory.keep(new ScalarTypeOptional(ScalarType.Double));
    return () -> {
      linalg_vector_norm_out(norm, vector, two, all, false, inDouble);
      double value = norm.item_double();
      return value * value;
    };
  }

  @Override
  public Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    return TorchEmbedding.bind(memory, tokens, table, positions, y);
  }

  @Override
  public Op linear(Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    return linear.bind(x, w, bias, null, y, xGradient);
  }

  @Override
  public Op linearResidual(Variable x, Variable w, Variable bias, Variable residual, Variable y) {
    return linear.bind(x, w, bias, residual.value(), y, Gradient.OVERWRITE);
  }

  @Override
  public Op layerNorm(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient) {
    return TorchLayerNorm.bind(memory, x, gain, bias, y, epsilon, xGradient);
  }

  @Override
  public Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient) {
    return TorchRmsNorm.bind(memory, x, gain, y, epsilon, xGradient);
  }

  @Override
  public Op activation(Activation activation, Variable x, Variable y) {
    var in = TorchTensor.matrix(x.value());
    var out = TorchTensor.matrix(y.value());
    TorchCalls forward = TorchActivation.forward(calls(), activation, in, out);
    TorchCalls backward = calls();
    if (x.hasGradient()) {
      var dy = TorchTensor.matrix(y.gradient());
      TorchActivation.backward(backward, activation, dy, in, out, TorchTensor.matrix(x.gradient()));
    }
    return new TorchOp(forward, backward);
  }

  @Override
  public Op gated(Activation activation, Variable gate, Variable up, Variable y) {
    var in = TorchTensor.matrix(gate.value());
    var factor = TorchTensor.matrix(up.value());
    var activated = memory.allocate(in.size(0), in.size(1));
    TorchCalls forward =
        TorchActivation.forward(calls(), activation, in, activated)
            .multiply(activated, factor, TorchTensor.matrix(y.value()));
    TorchCalls backward = calls();
    if (y.hasGradient()) {
      var dy = TorchTensor.matrix(y.gradient());
      var slope = memory.transientFor("gated", in.size(0), in.size(1));
      backward
          .multiply(dy, activated, TorchTensor.matrix(up.gradient()))
          .multiply(dy, factor, slope);
      TorchActivation.backward(
          backward, activation, slope, in, activated, TorchTensor.matrix(gate.gradient()));
    }
    return new TorchOp(forward, backward);
  }

  @Override
  public Op scale(Variable x, double factor, Variable y) {
    TorchCalls backward = calls();
    if (x.hasGradient()) {
      backward.scale(TorchTensor.matrix(y.gradient()), factor, TorchTensor.matrix(x.gradient()));
    }
    return new TorchOp(
        calls().scale(TorchTensor.matrix(x.value()), factor, TorchTensor.matrix(y.value())),
        backward);
  }

  @Override
  public Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    TorchCalls forward =
        calls()
            .add(
                TorchTensor.matrix(x.value()),
                TorchTensor.vector(bias.value()),
                TorchTensor.matrix(y.value()));
    TorchCalls backward = calls();
    if (y.hasGradient()) {
      var dy = TorchTensor.matrix(y.gradient());
      var dx = TorchTensor.matrix(x.gradient());
      backward.addColumnSums(dy, TorchTensor.vector(bias.gradient()));
      if (xGradient == Gradient.ADD) {
        backward.add(dx, dy, dx);
      } else {
        backward.copy(dy, dx);
      }
    }
    return new TorchOp(forward, backward);
  }

  @Override
  public Op residual(Variable a, Variable b, Variable y) {
    return new TorchOp(
        calls()
            .add(
                TorchTensor.matrix(a.value()),
                TorchTensor.matrix(b.value()),
                TorchTensor.matrix(y.value())),
        calls());
  }

  @Override
  public Op rotary(Variable x, int positions, int headWidth, double theta) {
    return TorchRotary.bind(memory, x, positions, headWidth, theta);
  }

  @Override
  public Op attention(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    return options.scoresAsBias(
        (scores, bias) ->
            new TorchRelativeScores(memory, shape).bind(scores.queries(), scores.distances(), bias),
        biased ->
            onCpu && FlashAttention.covers(shape, biased)
                ? FlashAttention.bind(memory, shape, q, k, v, y)
                : new TorchAttention(memory, shape).bind(q, k, v, biased, y));
  }

  @Override
  public Op bucketBias(Tensor buckets, Variable table, Variable y) {
    return TorchBucketBias.bind(memory, buckets, table, y);
  }

  @Override
  public CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss) {
    return new TorchCrossEntropy(memory, logits, targets, zLoss);
  }

  @Override
  public Op dropout(Variable x, Variable y, Dropout dropout) {
    TorchDropout mask = new TorchDropout(memory, dropout, x.value().rows(), x.value().columns());
    TorchCalls forward =
        calls()
            .then(mask)
            .multiply(TorchTensor.matrix(x.value()), mask.factors(), TorchTensor.matrix(y.value()));
    TorchCalls backward = calls();
    if (x.hasGradient()) {
      backward.multiply(
          TorchTensor.matrix(y.gradient()), mask.factors(), TorchTensor.matrix(x.gradient()));
    }
    return new TorchOp(forward, backward);
  }

  @Override
  public AdamWUpdate adamW(
      AdamWUpdate.Constants constants, Tensor p, Tensor g, Tensor m, Tensor v) {
    return new TorchAdamW(memory, constants, p, g, m, v);
  }

  @Override
  public AdafactorUpdate adafactor(
      AdafactorUpdate.Constants constants,
      boolean factored,
      Tensor p,
      Tensor g,
      Tensor v,
      Tensor m) {
    return new TorchAdafactor(memory, constants, factored, p, g, v, m);
  }

  private TorchCalls calls() {
    return new TorchCalls(memory);
  }

  @Override
  public FormulaUpdate update(UpdateFormula formula, Tensor... tensors) {
    return new TorchFormula(memory, formula, tensors);
  }

  @Override
  public Runnable product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    return linear.product(form, a, b, added, c);
  }

  @Override
  public Runnable normalize(Tensor x, Tensor by, double power, double epsilon) {
    var vector = TorchTensor.vector(x);
    var measured = TorchTensor.vector(by);
    var norm = memory.allocate(1);
    return calls()
        .op("dot.out", measured, measured, memory.keep(norm.squeeze()))
        .op("pow_.Scalar", norm, power / 2)
        .op("add_.Scalar", norm, epsilon, 1)
        .op("div.out", vector, norm, vector);
  }
}
