package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;

import java.util.Arrays;
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
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** The kernels of one lane of the {@link CpuBackend}. */
final class CpuKernels implements Kernels {
  private final Primitives primitives;
  private final Lane lane;

  CpuKernels(Lane lane) {
    this.lane = lane;
    this.primitives = lane.primitives();
  }

  @Override
  public ElementType productType() {
    return lane.inputs().type();
  }

  @Override
  public Runnable fill(Tensor x, float value) {
    return new FillLoop(CpuTensor.of(x), value);
  }

  @Override
  public Runnable add(Tensor target, Tensor source) {
    return new AddLoop(CpuTensor.of(target), CpuTensor.of(source));
  }

  @Override
  public DoubleSupplier sumOfSquares(Tensor x) {
    return new SumOfSquaresLoop(CpuTensor.of(x));
  }

  @Override
  public Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    return new EmbeddingLoop(lane, CpuTensor.of(tokens), table, positions, y);
  }

  @Override
  public Op linear(Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    return new CpuLinear(lane, x, w, bias, null, y, xGradient);
  }

  @Override
  public Op linearResidual(Variable x, Variable w, Variable bias, Variable residual, Variable y) {
    return new CpuLinear(lane, x, w, bias, residual.value(), y, Gradient.OVERWRITE);
  }

  @Override
  public Op layerNorm(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient) {
    return new CpuLayerNorm(lane, x, gain, bias, y, (float) epsilon, xGradient);
  }

  @Override
  public Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient) {
    return new CpuRmsNorm(lane, x, gain, y, (float) epsilon, xGradient);
  }

  @Override
  public Op activation(Activation activation, Variable x, Variable y) {
    return new CpuActivation(lane, CpuFunction.of(activation), x, y);
  }

  @Override
  public Op gated(Activation activation, Variable gate, Variable up, Variable y) {
    return new CpuGated(lane, CpuFunction.of(activation), gate, up, y);
  }

  @Override
  public Op scale(Variable x, double factor, Variable y) {
    Primitive forward = scaled(x.value(), factor, y.value());
    return x.hasGradient()
        ? Op.of(forward, scaled(y.gradient(), factor, x.gradient()))
        : Op.forwardOnly(forward);
  }

  private Primitive scaled(Tensor x, double factor, Tensor y) {
    return primitives.eltwise(
        dnnl_eltwise_linear, (float) factor, DnnlOperand.matrix(x), DnnlOperand.matrix(y));
  }

  @Override
  public Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    return new CpuAddBias(lane, x, bias, y, xGradient);
  }

  @Override
  public Op residual(Variable a, Variable b, Variable y) {
    return Op.forwardOnly(
        primitives.binary(
            dnnl_binary_add,
            DnnlOperand.matrix(a.value()),
            DnnlOperand.matrix(b.value()),
            DnnlOperand.matrix(y.value())));
  }

  @Override
  public Op rotary(Variable x, int positions, int headWidth, double theta) {
    return new RotaryLoop(x, positions, headWidth, theta);
  }

  @Override
  public Op attention(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    return new CpuAttention(lane, shape, q, k, v, options, y);
  }

  @Override
  public Op bucketBias(Tensor buckets, Variable table, Variable y) {
    return new BucketBiasLoop(lane, CpuTensor.of(buckets), table, y);
  }

  @Override
  public CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss) {
    return new CpuCrossEntropy(lane, logits, CpuTensor.of(targets), zLoss);
  }

  @Override
  public Op dropout(Variable x, Variable y, Dropout dropout) {
    return new DropoutLoop(x, y, dropout);
  }

  @Override
  public AdamWUpdate adamW(
      AdamWUpdate.Constants constants, Tensor p, Tensor g, Tensor m, Tensor v) {
    return new AdamWLoop(
        constants, CpuTensor.of(p), CpuTensor.of(g), CpuTensor.of(m), CpuTensor.of(v));
  }

  @Override
  public AdafactorUpdate adafactor(
      AdafactorUpdate.Constants constants,
      boolean factored,
      Tensor p,
      Tensor g,
      Tensor v,
      Tensor m) {
    return new AdafactorLoop(
        constants,
        factored,
        CpuTensor.of(p),
        CpuTensor.of(g),
        CpuTensor.of(v),
        m == null ? null : CpuTensor.of(m));
  }

  @Override
  public FormulaUpdate update(UpdateFormula formula, Tensor... tensors) {
    return new FormulaLoop(
        formula, Arrays.stream(tensors).map(CpuTensor::of).toArray(CpuTensor[]::new));
  }

  @Override
  public Runnable product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    return new CpuProduct(lane, form, a, b, added, c);
  }

  @Override
  public Runnable normalize(Tensor x, Tensor by, double power, double epsilon) {
    DoubleSupplier squares = sumOfSquares(by);
    FormulaUpdate scale =
        update(UpdateFormula.over("x").numbers("factor").scale("x", "factor", "x"), x);
    double[] numbers = {1, 0};
    return () -> {
      numbers[1] = 1 / (Math.pow(squares.getAsDouble(), power / 2) + epsilon);
      scale.step(numbers);
    };
  }
}
