package kleiber.trainer.kernels.cpu;

import java.util.function.DoubleSupplier;

/** Σx² in double precision, in four interleaved sums whose order never changes. */
final class SumOfSquaresLoop implements DoubleSupplier {
  private final Tile x;

  SumOfSquaresLoop(CpuTensor x) {
    this.x = new Tile(x);
  }

  @Override
  public double getAsDouble() {
    int tile = x.values.length;
    int size = x.memorySize();
    double total = 0;
    for (int from = 0; from < size; from += tile) {
      int count = Math.min(tile, size - from);
      x.load(from, count);
      total += sum(x.values, count);
    }
    return total;
  }

  private static double sum(float[] x, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
    }
    for (; i < count; i++) {
      a += (double) x[i] * x[i];
    }
    return (a + b) + (c + d);
  }
}
