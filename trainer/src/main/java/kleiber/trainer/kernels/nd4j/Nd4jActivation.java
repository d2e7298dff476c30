package kleiber.trainer.kernels.nd4j;

import kleiber.trainer.kernels.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;

/**
 * Activations with their slopes, written out: ND4J's GELU is another approximation and its precise
 * GELU is wrong.
 */
final class Nd4jActivation {
  private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  private Nd4jActivation() {}

  /** Appends y = f(x), and slope = f'(x) unless {@code slope} is null. */
  static void apply(Calls calls, Activation f, INDArray x, INDArray y, INDArray slope) {
    switch (f) {
      case RELU -> relu(calls, x, y, slope);
      case GELU -> gelu(calls, x, y, slope);
      case GELU_TANH -> geluTanh(calls, x, y, slope);
      case SILU -> silu(calls, x, y, slope);
      case TANH -> tanh(calls, x, y, slope);
    }
  }

  private static void relu(Calls calls, INDArray x, INDArray y, INDArray slope) {
    INDArray step = Calls.scratch(x);
    calls.then(() -> step.assign(x.gt(0))).multiply(x, step, y);
    if (slope != null) {
      calls.copy(step, slope);
    }
  }

  /** f = x·Φ, f' = Φ + x·φ, with Φ = (1 + erf(x/√2))/2 and φ = exp(−x²/2)/√(2π). */
  private static void gelu(Calls calls, INDArray x, INDArray y, INDArray slope) {
    INDArray phi = Calls.scratch(x);
    calls.scale(x, Math.sqrt(0.5), phi).map(Erf::new, phi, phi);
    calls.shift(phi, 1, phi).scale(phi, 0.5, phi);
    calls.multiply(x, phi, y);
    if (slope != null) {
      calls.map(Square::new, x, slope).scale(slope, -0.5, slope).map(Exp::new, slope, slope);
      calls.scale(slope, 1 / Math.sqrt(2 * Math.PI), slope);
      calls.multiply(slope, x, slope).add(slope, phi, slope);
    }
  }

  /** t = tanh(k(x + cx³)): f = x(1 + t)/2, f' = (1 + t)/2 + x(1 − t²)k(1 + 3cx²)/2. */
  private static void geluTanh(Calls calls, INDArray x, INDArray y, INDArray slope) {
    INDArray square = Calls.scratch(x);
    INDArray tanh = Calls.scratch(x);
    calls.map(Square::new, x, square);
    calls.scale(square, CUBIC, tanh).shift(tanh, 1, tanh).multiply(tanh, x, tanh);
    calls.scale(tanh, ROOT_TWO_OVER_PI, tanh).map(Tanh::new, tanh, tanh);
    calls.shift(tanh, 1, y).multiply(y, x, y).scale(y, 0.5, y);
    if (slope != null) {
      calls.map(Square::new, tanh, slope).scale(slope, -1, slope).shift(slope, 1, slope);
      calls.multiply(slope, x, slope);
      calls.scale(square, 3 * CUBIC, square).shift(square, 1, square);
      calls.multiply(slope, square, slope).scale(slope, ROOT_TWO_OVER_PI, slope);
      calls.add(slope, tanh, slope).shift(slope, 1, slope).scale(slope, 0.5, slope);
    }
  }

  /** s = σ(x): f = x·s, f' = s·(1 + x·(1 − s)). */
  private static void silu(Calls calls, INDArray x, INDArray y, INDArray slope) {
    INDArray sigmoid = Calls.scratch(x);
    calls.map(Sigmoid::new, x, sigmoid);
    if (slope != null) {
      calls.scale(sigmoid, -1, slope).shift(slope, 1, slope).multiply(slope, x, slope);
      calls.shift(slope, 1, slope).multiply(slope, sigmoid, slope);
    }
    calls.multiply(x, sigmoid, y);
  }

  private static void tanh(Calls calls, INDArray x, INDArray y, INDArray slope) {
    calls.map(Tanh::new, x, y);
    if (slope != null) {
      calls.map(Square::new, y, slope).scale(slope, -1, slope).shift(slope, 1, slope);
    }
  }
}
