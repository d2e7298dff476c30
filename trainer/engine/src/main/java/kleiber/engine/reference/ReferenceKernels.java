package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

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
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Every kernel as its formula reads. */
final class ReferenceKernels implements Kernels {
  @Override
  public Runnable fill(Tensor x, float value) {
    return () -> of(x).setEach((row, column) -> value);
  }

  @Override
  public Runnable add(Tensor target, Tensor source) {
    return () -> of(target).addEach((row, column) -> of(source).get(row, column));
  }

  @Override
  public DoubleSupplier sumOfSquares(Tensor x) {
    return () -> {
      double[] sum = new double[1];
      of(x).each((row, column) -> sum[0] += Math.pow(of(x).get(row, column), 2));
      return sum[0];
    };
  }

  @Override
  public Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    return ReferencePositions.embedding(tokens, table, positions, y);
  }

  @Override
  public Op linear(Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    return new ReferenceLinear(x, w, bias, null, y, xGradient);
  }

  @Override
  public Op linearResidual(Variable x, Variable w, Variable bias, Variable residual, Variable y) {
    return new ReferenceLinear(x, w, bias, residual, y, Gradient.OVERWRITE);
  }

  @Override
  public Op layerNorm(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient) {
    return new ReferenceNorm(true, x, gain, bias, y, epsilon, xGradient);
  }

  @Override
  public Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient) {
    return new ReferenceNorm(false, x, gain, null, y, epsilon, xGradient);
  }

  @Override
  public Op activation(Activation f, Variable x, Variable y) {
    return ReferenceElementwise.activation(f, x, y);
  }

  @Override
  public Op gated(Activation f, Variable gate, Variable up, Variable y) {
    return ReferenceElementwise.gated(f, gate, up, y);
  }

  @Override
  public Op scale(Variable x, double factor, Variable y) {
    return ReferenceElementwise.scale(x, factor, y);
  }

  @Override
  public Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    return ReferenceElementwise.addBias(x, bias, y, xGradient);
  }

  @Override
  public Op residual(Variable a, Variable b, Variable y) {
    return ReferenceElementwise.residual(a, b, y);
  }

  @Override
  public Op rotary(Variable x, int positions, int headWidth, double theta) {
    return ReferencePositions.rotary(x, positions, headWidth, theta);
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
            ReferencePositions.relativeScores(shape, scores.queries(), scores.distances(), bias),
        biased -> new ReferenceAttention(shape, q, k, v, biased, y));
  }

  @Override
  public Op bucketBias(Tensor buckets, Variable table, Variable y) {
    return ReferencePositions.bucketBias(buckets, table, y);
  }

  @Override
  public CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss) {
    return new ReferenceCrossEntropy(logits, targets, zLoss);
  }

  @Override
  public Op dropout(Variable x, Variable y, Dropout dropout) {
    return ReferenceElementwise.dropout(x, y, dropout);
  }

  @Override
  public AdamWUpdate adamW(AdamWUpdate.Constants k, Tensor p, Tensor g, Tensor m, Tensor v) {
    return (lr, decay, scale, c1, c2) ->
        of(p)
            .each(
                (r, c) -> {
                  double gradient = scale * of(g).get(r, c);
                  double first = k.beta1() * of(m).get(r, c) + (1 - k.beta1()) * gradient;
                  double second =
                      k.beta2() * of(v).get(r, c) + (1 - k.beta2()) * gradient * gradient;
                  of(m).set(r, c, first);
                  of(v).set(r, c, second);
                  double step = first / c1 / (Math.sqrt(second / c2) + k.epsilon());
                  of(p).add(r, c, -lr * (step + decay * of(p).get(r, c)));
                });
  }

  @Override
  public AdafactorUpdate adafactor(
      AdafactorUpdate.Constants k, boolean factored, Tensor p, Tensor g, Tensor v, Tensor m) {
    return new ReferenceAdafactor(k, factored, of(p), of(g), of(v), m == null ? null : of(m));
  }

  @Override
  public FormulaUpdate update(UpdateFormula formula, Tensor... tensors) {
    return new ReferenceFormula(formula, Arrays.stream(tensors).map(ReferenceTensor::of).toList());
  }

  @Override
  public Runnable product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    int terms = form.aTransposed() ? a.rows() : a.columns();
    return () ->
        of(c)
            .setEach(
                (row, column) -> {
                  double sum = 0;
                  for (int i = 0; i < terms; i++) {
                    double left = form.aTransposed() ? of(a).get(i, row) : of(a).get(row, i);
                    double right = form.bTransposed() ? of(b).get(column, i) : of(b).get(i, column);
                    sum += left * right;
                  }
                  return form.scale() * sum + (added == null ? 0 : of(added).get(row, column));
                });
  }

  @Override
  public Runnable normalize(Tensor x, Tensor by, double power, double epsilon) {
    DoubleSupplier squares = sumOfSquares(by);
    return () -> {
      double divisor = Math.pow(squares.getAsDouble(), power / 2) + epsilon;
      of(x).setEach((row, column) -> of(x).get(row, column) / divisor);
    };
  }
}
