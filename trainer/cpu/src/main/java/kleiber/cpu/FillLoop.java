package kleiber.cpu;

import java.util.Arrays;

/** x ← value; what lies between the rows of a view stays as it is. */
final class FillLoop implements Runnable {
  private final Tile x;
  private final int rows;
  private final int columns;
  private final int stride;

  FillLoop(CpuTensor x, float value) {
    this.x = new Tile(x);
    boolean dense = x.rowStride() == x.columns();
    this.rows = dense ? 1 : x.rows();
    this.columns = dense ? this.x.memorySize() : x.columns();
    this.stride = x.rowStride();
    Arrays.fill(this.x.values, value);
  }

  @Override
  public void run() {
    int tile = x.values.length;
    for (int row = 0; row < rows; row++) {
      for (int from = 0; from < columns; from += tile) {
        x.store(row * stride + from, Math.min(tile, columns - from));
      }
    }
  }
}
