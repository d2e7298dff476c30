package kleiber.nd4j;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;

/**
 * Layer norm and RMS norm by hand, since ND4J's layer norm has no epsilon. Means over rows are
 * products with a column of 1/C.
 *
 * <p>With n the normalised x and h = dy·gain: dx = r·(h − mean(h) − n·mean(h·n)), r = 1/√(variance
 * + ε); RMS norm drops both means of the centring.
 */
final class Nd4jNorm {
  private Nd4jNorm() {}

  static Op bind(
      boolean centred,
      Variable x,
      Variable gain,
      Variable bias,
      Variable y,
      double epsilon,
      Gradient xGradient) {
    INDArray in = Nd4jTensor.matrix(x.value());
    INDArray out = Nd4jTensor.matrix(y.value());
    INDArray gains = Nd4jKernels.row(gain.value());
    long rows = in.size(0);
    INDArray mean = Nd4jCalls.filled(1.0 / in.size(1), in.size(1), 1);
    INDArray statistic = Nd4jCalls.scratch(rows, 1);
    INDArray inverse = Nd4jCalls.scratch(rows, 1);
    INDArray normalised = Nd4jCalls.scratch(in);
    INDArray squares = Nd4jCalls.scratch(in);
    Nd4jCalls forward = new Nd4jCalls();
    if (centred) {
      forward.product(in, false, mean, false, statistic).subtract(in, statistic, normalised);
    } else {
      forward.copy(in, normalised);
    }
    forward
        .map(Square::new, normalised, squares)
        .product(squares, false, mean, false, statistic)
        .shift(statistic, epsilon, statistic)
        .map(RSqrt::new, statistic, inverse)
        .multiply(normalised, inverse, normalised)
        .multiply(normalised, gains, out);
    if (bias != null) {
      forward.add(out, Nd4jKernels.row(bias.value()), out);
    }
    Nd4jCalls backward = new Nd4jCalls();
    if (y.hasGradient()) {
      INDArray dy = Nd4jTensor.matrix(y.gradient());
      INDArray scaled = Nd4jCalls.scratch(in);
      backward.multiply(dy, normalised, squares);
      Nd4jKernels.columnSums(backward, squares, Nd4jKernels.row(gain.gradient()));
      if (bias != null) {
        Nd4jKernels.columnSums(backward, dy, Nd4jKernels.row(bias.gradient()));
      }
      backward
          .multiply(dy, gains, scaled)
          .multiply(scaled, normalised, squares)
          .product(squares, false, mean, false, statistic)
          .multiply(normalised, statistic, squares);
      if (centred) {
        backward.product(scaled, false, mean, false, statistic).subtract(scaled, statistic, scaled);
      }
      backward.subtract(scaled, squares, scaled);
      INDArray dx = Nd4jTensor.matrix(x.gradient());
      if (xGradient == Gradient.ADD) {
        backward.multiply(scaled, inverse, scaled).add(dx, scaled, dx);
      } else {
        backward.multiply(scaled, inverse, dx);
      }
    }
    return Op.of(forward, backward);
  }
}
