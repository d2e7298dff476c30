package kleiber.nd4j;

import kleiber.engine.kernels.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
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
  static void apply(Nd4jCalls calls, Activation f, INDArray x, INDArray y, INDArray slope) {
    switch (f) {
      case RELU -> relu(calls, x, y, slope);
      case GELU -> gelu(calls, x, y, slope);
      case GELU_TANH -> geluTanh(calls, x, y, slope);
      case SILU -> silu(calls, x, y, slope);
      case TANH -> tanh(calls, x, y, slope);
      case RELU_SQUARED -> reluSquared(calls, x, y, slope);
      default -> throw new IllegalArgumentException("no such activation here yet: " + f);
    }
  }

  /** f = max(x, 0), f' = the sign of f. */
  private static void relu(Nd4jCalls calls, INDArray x, INDArray y, INDArray slope) {
    calls.atLeast(x, 0, y);
    if (slope != null) {
      calls.map(Sign::new, y, slope);
    }
  }

  /** f = max(x, 0)², f' = 2·max(x, 0). */
  private static void reluSquared(Nd4jCalls calls, INDArray x, INDArray y, INDArray slope) {
    calls.atLeast(x, 0, y);
    if (slope != null) {
      calls.scale(y, 2, slope);
    }
    calls.map(Square::new, y, y);
  }

  /** f = x·Φ, f' = Φ + x·φ, with Φ = (1 + erf(x/√2))/2 and φ = exp(−x²/2)/√(2π). */
  private static void gelu(Nd4jCalls calls, INDArray x, INDArray y, INDArray slope) {
    INDArray phi = Nd4jCalls.scratch(x);
    calls.scale(x, Math.sqrt(0.5), phi).map(Erf::new, phi, phi);
    calls.shift(phi, 1, phi).scale(phi, 0.5, phi);
    calls.multiply(x, phi, y);
    if (slope != null) {
      calls.map(Square::new, x, slope).scale(slope, -0.5, slope).map(Exp::new, slope, slope);
      calls.scale(slope, 1 / Math.sqrt(2 * Math.PI), slope);
      calls.multiply(slope, x, slope).add(slope, phi, slope);
    }
  }

  /** (1 + tanh u)/2 = σ(2u) =: s, u = k(x + cx³): f = x·s, f' = s + x·s(1 − s)·2k(1 + 3cx²). */
  private static void geluTanh(Nd4jCalls calls, INDArray x, INDArray y, INDArray slope) {
    double twoK = 2 * ROOT_TWO_OVER_PI;
    INDArray square = Nd4jCalls.scratch(x);
    INDArray sigmoid = Nd4jCalls.scratch(x);
    calls.map(Square::new, x, square);
    calls.scale(square, twoK * CUBIC, sigmoid).shift(sigmoid, twoK, sigmoid);
    calls.multiply(sigmoid, x, sigmoid).map(Sigmoid::new, sigmoid, sigmoid);
    calls.multiply(x, sigmoid, y);
    if (slope != null) {
      calls.scale(sigmoid, -1, slope).shift(slope, 1, slope).multiply(slope, y, slope);
      calls.scale(square, 3 * twoK * CUBIC, square).shift(square, twoK, square);
      calls.multiply(slope, square, slope).add(slope, sigmoid, slope);
    }
  }

  /** s = σ(x): f = x·s, f' = s·(1 + x·(1 − s)). */
  private static void silu(Nd4jCalls calls, INDArray x, INDArray y, INDArray slope) {
    INDArray sigmoid = Nd4jCalls.scratch(x);
    calls.map(Sigmoid::new, x, sigmoid);
    if (slope != null) {
      calls.scale(sigmoid, -1, slope).shift(slope, 1, slope).multiply(slope, x, slope);
      calls.shift(slope, 1, slope).multiply(slope, sigmoid, slope);
    }
    calls.multiply(x, sigmoid, y);
  }

  private static void tanh(Nd4jCalls calls, INDArray x, INDArray y, INDArray slope) {
    calls.map(Tanh::new, x, y);
    if (slope != null) {
      calls.map(Square::new, y, slope).scale(slope, -1, slope).shift(slope, 1, slope);
    }
  }
}
