package kleiber.cpu;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * Σx²: in fp32 over all elements with the same place in a tile, which the compiler vectorises, and
 * in double over those sums. The order never changes.
 */
final class SumOfSquaresLoop implements DoubleSupplier {
  private final Tile x;
  private final float[] sums;

  SumOfSquaresLoop(CpuTensor x) {
    this.x = new Tile(x);
    this.sums = new float[this.x.values.length];
  }

  @Override
  public double getAsDouble() {
    int tile = x.values.length;
    int size = x.memorySize();
    Arrays.fill(sums, 0f);
    for (int from = 0; from < size; from += tile) {
      int count = Math.min(tile, size - from);
      x.load(from, count);
      addSquares(x.values, sums, count);
    }
    double total = 0;
    for (float sum : sums) {
      total += sum;
    }
    return total;
  }

  private static void addSquares(float[] values, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += values[i] * values[i];
    }
  }
}
