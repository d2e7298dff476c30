package kleiber.nd4j;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.DropoutMask;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The kernels of the {@link Nd4jBackend}. */
final class Nd4jKernels implements Kernels {

  @Override
  public Runnable fill(Tensor x, float value) {
    INDArray array = Nd4jTensor.vector(x);
    return () -> array.assign(value);
  }

  @Override
  public Runnable add(Tensor target, Tensor source) {
    INDArray sum = Nd4jTensor.vector(target);
    return new Nd4jCalls().add(sum, Nd4jTensor.vector(source), sum);
  }

  @Override
  public DoubleSupplier sumOfSquares(Tensor x) {
    INDArray array = Nd4jTensor.vector(x);
    return () -> {
      double norm = array.norm2Number().doubleValue();
      return norm * norm;
    };
  }

  @Override
  public Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    return Nd4jEmbedding.bind(tokens, table, positions, y);
  }

  @Override
  public Op linear(Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    return linear(x, w, bias, null, y, xGradient);
  }

  @Override
  public Op linearResidual(Variable x, Variable w, Variable bias, Variable residual, Variable y) {
    return linear(x, w, bias, residual.value(), y, Gradient.OVERWRITE);
  }

  private static Op linear(
      Variable x, Variable w, Variable bias, Tensor residual, Variable y, Gradient xGradient) {
    INDArray in = Nd4jTensor.matrix(x.value());
    INDArray weights = Nd4jTensor.matrix(w.value());
    INDArray out = Nd4jTensor.matrix(y.value());
    Nd4jCalls forward = new Nd4jCalls().product(in, false, weights, true, out);
    if (bias != null) {
      forward.add(out, row(bias.value()), out);
    }
    if (residual != null) {
      forward.add(out, Nd4jTensor.matrix(residual), out);
    }
    Nd4jCalls backward = new Nd4jCalls();
    if (y.hasGradient()) {
      INDArray dy = Nd4jTensor.matrix(y.gradient());
      if (w.hasGradient()) {
        backward.addProduct(dy, true, in, false, Nd4jTensor.matrix(w.gradient()));
      }
      if (bias != null && bias.hasGradient()) {
        columnSums(backward, dy, row(bias.gradient()));
      }
      if (x.hasGradient()) {
        INDArray dx = Nd4jTensor.matrix(x.gradient());
        if (xGradient == Gradient.ADD) {
          backward.addProduct(dy, false, weights, false, dx);
        } else {
          backward.product(dy, false, weights, false, dx);
        }
      }
    }
    return Op.of(forward, backward);
  }

  /** sums [1, N] += the sum of x's rows, as a product with ones: ND4J's column sums are slow. */
  static void columnSums(Nd4jCalls calls, INDArray x, INDArray sums) {
    calls.addProduct(Nd4jCalls.filled(1, 1, x.size(0)), false, x, false, sums);
  }

  /** A vector [N] as [1, N]. */
  static INDArray row(Tensor vector) {
    return Nd4jTensor.matrix(vector.reshape(1, Math.toIntExact(vector.size())));
  }

  @Override
  public Op layerNorm(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient) {
    return Nd4jNorm.bind(true, x, gain, bias, y, epsilon, xGradient);
  }

  @Override
  public Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient) {
    return Nd4jNorm.bind(false, x, gain, null, y, epsilon, xGradient);
  }

  @Override
  public Op activation(Activation activation, Variable x, Variable y) {
    INDArray in = Nd4jTensor.matrix(x.value());
    INDArray slope = x.hasGradient() ? Nd4jCalls.scratch(in) : null;
    Nd4jCalls forward = new Nd4jCalls();
    Nd4jActivation.apply(forward, activation, in, Nd4jTensor.matrix(y.value()), slope);
    Nd4jCalls backward = new Nd4jCalls();
    if (x.hasGradient()) {
      backward.multiply(Nd4jTensor.matrix(y.gradient()), slope, Nd4jTensor.matrix(x.gradient()));
    }
    return Op.of(forward, backward);
  }

  @Override
  public Op gated(Activation activation, Variable gate, Variable up, Variable y) {
    INDArray in = Nd4jTensor.matrix(gate.value());
    INDArray factor = Nd4jTensor.matrix(up.value());
    INDArray activated = Nd4jCalls.scratch(in);
    INDArray slope = gate.hasGradient() ? Nd4jCalls.scratch(in) : null;
    Nd4jCalls forward = new Nd4jCalls();
    Nd4jActivation.apply(forward, activation, in, activated, slope);
    forward.multiply(activated, factor, Nd4jTensor.matrix(y.value()));
    Nd4jCalls backward = new Nd4jCalls();
    if (y.hasGradient()) {
      INDArray dy = Nd4jTensor.matrix(y.gradient());
      INDArray dGate = Nd4jTensor.matrix(gate.gradient());
      backward
          .multiply(dy, activated, Nd4jTensor.matrix(up.gradient()))
          .multiply(dy, factor, dGate)
          .multiply(dGate, slope, dGate);
    }
    return Op.of(forward, backward);
  }

  @Override
  public Op scale(Variable x, double factor, Variable y) {
    Nd4jCalls backward = new Nd4jCalls();
    if (x.hasGradient()) {
      backward.scale(Nd4jTensor.matrix(y.gradient()), factor, Nd4jTensor.matrix(x.gradient()));
    }
    return Op.of(
        new Nd4jCalls().scale(Nd4jTensor.matrix(x.value()), factor, Nd4jTensor.matrix(y.value())),
        backward);
  }

  @Override
  public Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    Nd4jCalls forward =
        new Nd4jCalls()
            .add(Nd4jTensor.matrix(x.value()), row(bias.value()), Nd4jTensor.matrix(y.value()));
    Nd4jCalls backward = new Nd4jCalls();
    if (y.hasGradient()) {
      INDArray dy = Nd4jTensor.matrix(y.gradient());
      INDArray dx = Nd4jTensor.matrix(x.gradient());
      columnSums(backward, dy, row(bias.gradient()));
      if (xGradient == Gradient.ADD) {
        backward.add(dx, dy, dx);
      } else {
        backward.copy(dy, dx);
      }
    }
    return Op.of(forward, backward);
  }

  @Override
  public Op residual(Variable a, Variable b, Variable y) {
    return Op.of(
        new Nd4jCalls()
            .add(
                Nd4jTensor.matrix(a.value()),
                Nd4jTensor.matrix(b.value()),
                Nd4jTensor.matrix(y.value())),
        new Nd4jCalls());
  }

  @Override
  public Op rotary(Variable x, int positions, int headWidth, double theta) {
    return Nd4jRotary.bind(x, positions, headWidth, theta);
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
            Nd4jRelativeScores.bind(shape, scores.queries(), scores.distances(), bias),
        biased -> Nd4jAttention.bind(shape, q, k, v, biased, y));
  }

  @Override
  public Op bucketBias(Tensor buckets, Variable table, Variable y) {
    return Nd4jBucketBias.bind(buckets, table, y);
  }

  @Override
  public CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss) {
    return new Nd4jCrossEntropy(logits, targets, zLoss);
  }

  /** The mask is drawn on the host, the same as on every backend, and copied to the device. */
  @Override
  public Op dropout(Variable x, Variable y, Dropout dropout) {
    INDArray mask = Nd4jCalls.scratch(x.value().rows(), x.value().columns());
    Nd4jCalls forward =
        new Nd4jCalls()
            .then(drawMask(dropout, mask))
            .multiply(Nd4jTensor.matrix(x.value()), mask, Nd4jTensor.matrix(y.value()));
    Nd4jCalls backward = new Nd4jCalls();
    if (x.hasGradient()) {
      backward.multiply(Nd4jTensor.matrix(y.gradient()), mask, Nd4jTensor.matrix(x.gradient()));
    }
    return Op.of(forward, backward);
  }

  /** mask ← the factors of the current call, in row-major order. */
  static Runnable drawMask(Dropout dropout, INDArray mask) {
    float[] factors = new float[Math.toIntExact(mask.length())];
    DropoutMask function = dropout.mask(factors.length);
    return () -> {
      function.draw(dropout.call().getAsLong(), 0, factors, factors.length);
      mask.assign(Nd4j.createFromArray(factors).reshape(mask.shape()));
    };
  }

  @Override
  public AdafactorUpdate adafactor(
      AdafactorUpdate.Constants constants,
      boolean factored,
      Tensor p,
      Tensor g,
      Tensor v,
      Tensor m) {
    return new Nd4jAdafactor(
        constants,
        factored,
        Nd4jTensor.matrix(p),
        Nd4jTensor.matrix(g),
        v,
        m == null ? null : Nd4jTensor.matrix(m.reshape(p.rows(), p.columns())));
  }

  @Override
  public AdamWUpdate adamW(
      AdamWUpdate.Constants constants, Tensor p, Tensor g, Tensor m, Tensor v) {
    return new Nd4jAdamW(
        constants,
        Nd4jTensor.vector(p),
        Nd4jTensor.vector(g),
        Nd4jTensor.vector(m),
        Nd4jTensor.vector(v));
  }

  @Override
  public FormulaUpdate update(UpdateFormula formula, Tensor... tensors) {
    return new Nd4jFormula(
        formula, Arrays.stream(tensors).map(Nd4jTensor::vector).toArray(INDArray[]::new));
  }

  @Override
  public Runnable product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    INDArray left = Nd4jTensor.matrix(a);
    INDArray right = Nd4jTensor.matrix(b);
    INDArray sum = Nd4jTensor.matrix(c);
    Nd4jCalls calls = new Nd4jCalls();
    calls.product(form.scale(), left, form.aTransposed(), right, form.bTransposed(), sum, 0);
    return added == null ? calls : calls.add(sum, Nd4jTensor.matrix(added), sum);
  }

  @Override
  public Runnable normalize(Tensor x, Tensor by, double power, double epsilon) {
    INDArray array = Nd4jTensor.vector(x);
    INDArray measured = Nd4jTensor.vector(by);
    return () -> array.divi(Math.pow(measured.norm2Number().doubleValue(), power) + epsilon);
  }
}
