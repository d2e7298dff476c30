package kleiber.torch;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Rotary positions in place, on the two halves of all heads at once. */
final class TorchRotary {
  private TorchRotary() {}

  static Op bind(TorchMemory memory, Variable x, int positions, int headWidth, double theta) {
    int half = headWidth / 2;
    float[] cosines = new float[positions * half];
    float[] sines = new float[positions * half];
    for (int i = 0; i < cosines.length; i++) {
      double angle = i / half * Math.pow(theta, -2.0 * (i % half) / headWidth);
      cosines[i] = (float) Math.cos(angle);
      sines[i] = (float) Math.sin(angle);
    }
    var cosine = table(memory, cosines, positions, half);
    var sine = table(memory, sines, positions, half);
    TorchCalls forward = rotation(memory, x.value(), positions, headWidth, cosine, sine, 1);
    TorchCalls backward =
        x.hasGradient()
            ? rotation(memory, x.gradient(), positions, headWidth, cosine, sine, -1)
            : new TorchCalls(memory);
    return new TorchOp(forward, backward);
  }

  private static org.bytedeco.pytorch.Tensor table(
      TorchMemory memory, float[] values, long positions, long half) {
    var table = memory.allocate(1, positions, 1, half);
    HostValues.copy(values, table);
    return table;
  }

  private static TorchCalls rotation(
      TorchMemory memory,
      Tensor x,
      int positions,
      int headWidth,
      org.bytedeco.pytorch.Tensor cosine,
      org.bytedeco.pytorch.Tensor sine,
      int direction) {
    int half = headWidth / 2;
    long stride = x.rowStride();
    long[] dims = {x.rows() / positions, positions, x.columns() / headWidth, half};
    long[] strides = {positions * stride, stride, headWidth, 1};
    var first = TorchTensor.of(x).strided(0, dims, strides);
    var second = TorchTensor.of(x).strided(half, dims, strides);
    var a = memory.transientFor("rotary a", dims);
    var b = memory.transientFor("rotary b", dims);
    return new TorchCalls(memory)
        .multiply(first, cosine, a)
        .op("addcmul.out", a, second, sine, -direction, a)
        .multiply(second, cosine, b)
        .op("addcmul.out", b, first, sine, direction, b)
        .copy(a, first)
        .copy(b, second);
  }
}
