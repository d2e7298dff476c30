package kleiber.cuda;

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
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Every primitive, bound to launches on one card. */
final class CudaKernels implements Kernels {
  private final Card card;
  private final Precision precision;
  private final CudaElementwise elementwise;
  private final CudaRows rows;
  private final CudaLinear linear;

  CudaKernels(Card card, Precision precision) {
    this.card = card;
    this.precision = precision;
    this.elementwise = new CudaElementwise(card);
    this.rows = new CudaRows(card);
    this.linear = new CudaLinear(card, productType());
  }

  @Override
  public ElementType productType() {
    return precision == Precision.BF16 ? ElementType.BF16 : ElementType.F32;
  }

  @Override
  public Runnable fill(Tensor x, float value) {
    return elementwise.fill(x, value);
  }

  @Override
  public Runnable add(Tensor target, Tensor source) {
    return elementwise.add(target, source);
  }

  @Override
  public DoubleSupplier sumOfSquares(Tensor x) {
    return new SumOfSquares(card, x);
  }

  @Override
  public Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    return new CudaEmbedding(card).bind(tokens, table, positions, y);
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
    return new CudaNorm(card, "layer_norm").bind(x, gain, bias, y, epsilon, xGradient);
  }

  @Override
  public Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient) {
    return new CudaNorm(card, "rms_norm").bind(x, gain, null, y, epsilon, xGradient);
  }

  @Override
  public Op activation(Activation activation, Variable x, Variable y) {
    return elementwise.activation(activation, x, y);
  }

  @Override
  public Op gated(Activation activation, Variable gate, Variable up, Variable y) {
    return elementwise.gated(activation, gate, up, y);
  }

  @Override
  public Op scale(Variable x, double factor, Variable y) {
    return elementwise.scale(x, factor, y);
  }

  @Override
  public Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    return rows.addBias(x, bias, y, xGradient);
  }

  @Override
  public Op residual(Variable a, Variable b, Variable y) {
    return elementwise.residual(a, b, y);
  }

  @Override
  public Op rotary(Variable x, int positions, int headWidth, double theta) {
    return rows.rotary(x, positions, headWidth, theta);
  }

  @Override
  public Op attention(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    AttentionCall call = new AttentionCall(shape, q, k, v, options, y);
    return CudaFlashAttention.suits(call)
        ? CudaFlashAttention.bind(card, call)
        : CudaAttention.bind(card, call);
  }

  @Override
  public Op bucketBias(Tensor buckets, Variable table, Variable y) {
    return CudaBucketBias.bind(card, buckets, table, y);
  }

  @Override
  public CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss) {
    return new CudaCrossEntropy(card, logits, targets, zLoss);
  }

  @Override
  public Op dropout(Variable x, Variable y, Dropout dropout) {
    return elementwise.dropout(x, y, dropout);
  }

  @Override
  public AdamWUpdate adamW(
      AdamWUpdate.Constants constants, Tensor p, Tensor g, Tensor m, Tensor v) {
    return new CudaAdamW(card, constants, p, g, m, v);
  }

  @Override
  public AdafactorUpdate adafactor(
      AdafactorUpdate.Constants constants,
      boolean factored,
      Tensor p,
      Tensor g,
      Tensor v,
      Tensor m) {
    return new CudaAdafactor(card, constants, factored, p, g, v, m);
  }

  @Override
  public FormulaUpdate update(UpdateFormula formula, Tensor... tensors) {
    return new CudaFormula(card, formula, tensors);
  }

  @Override
  public Runnable product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    return new CudaProduct(card, form.exact() ? ElementType.F32 : productType())
        .bind(form, a, b, added, c);
  }

  @Override
  public Runnable normalize(Tensor x, Tensor by, double power, double epsilon) {
    int blocks = Math.min(64, card.blocks(by.size()));
    long partial = card.memory().scratch(0, (long) Double.BYTES * blocks);
    return InOrder.of(
        card.step().squares(by, partial, blocks),
        card.overAll(
            "elementwise",
            "normalize_f32",
            x.size(),
            CudaTensor.vector(x),
            partial,
            blocks,
            power,
            epsilon,
            x.size()));
  }
}
