package kleiber.trainer.kernels.cpu;

import java.util.Arrays;

/** x ← value. */
final class FillLoop implements Runnable {
  private final Tile x;

  FillLoop(CpuTensor x, float value) {
    this.x = new Tile(x);
    Arrays.fill(this.x.values, value);
  }

  @Override
  public void run() {
    int tile = x.values.length;
    int size = x.memorySize();
    for (int from = 0; from < size; from += tile) {
      x.store(from, Math.min(tile, size - from));
    }
  }
}
