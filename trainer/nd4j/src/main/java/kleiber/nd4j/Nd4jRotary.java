package kleiber.nd4j;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rotary positions in place, on the two halves of all heads at once. */
final class Nd4jRotary {
  private Nd4jRotary() {}

  static Op bind(Variable x, int positions, int headWidth, double theta) {
    int half = headWidth / 2;
    float[][] cosine = new float[positions][half];
    float[][] sine = new float[positions][half];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(theta, -2.0 * i / headWidth);
        cosine[position][i] = (float) Math.cos(angle);
        sine[position][i] = (float) Math.sin(angle);
      }
    }
    INDArray cosines = Nd4j.createFromArray(cosine).reshape(1, positions, 1, half);
    INDArray sines = Nd4j.createFromArray(sine).reshape(1, positions, 1, half);
    Runnable backward =
        x.hasGradient()
            ? rotation(x.gradient(), positions, headWidth, cosines, sines.neg())
            : () -> {};
    return Op.of(rotation(x.value(), positions, headWidth, cosines, sines), backward);
  }

  private static Nd4jCalls rotation(
      Tensor x, int positions, int headWidth, INDArray cosines, INDArray sines) {
    int half = headWidth / 2;
    long stride = x.rowStride();
    long[] dims = {x.rows() / positions, positions, x.columns() / headWidth, half};
    long[] strides = {positions * stride, stride, headWidth, 1};
    INDArray first = Nd4jTensor.of(x).strided(0, dims, strides);
    INDArray second = Nd4jTensor.of(x).strided(half, dims, strides);
    INDArray a = Nd4jCalls.scratch(dims);
    INDArray b = Nd4jCalls.scratch(dims);
    INDArray turned = Nd4jCalls.scratch(dims);
    INDArray part = Nd4jCalls.scratch(dims);
    return new Nd4jCalls()
        .copy(first, a)
        .copy(second, b)
        .multiply(a, cosines, turned)
        .multiply(b, sines, part)
        .subtract(turned, part, turned)
        .copy(turned, first)
        .multiply(b, cosines, turned)
        .multiply(a, sines, part)
        .add(turned, part, turned)
        .copy(turned, second);
  }
}
