package kleiber.cpu;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Rotary positions in place: the backward pass rotates the gradient back. */
final class RotaryLoop implements Op {
  private final int positions;
  private final int half;
  private final int columns;
  private final int rows;
  private final int rowStride;
  private final float[][] cosines;
  private final float[][] sines;
  private final float[][] negativeSines;
  private final Tile x;
  private final Tile dx;

  RotaryLoop(Variable x, int positions, int headWidth, double theta) {
    Tensor value = x.value();
    this.positions = positions;
    this.half = headWidth / 2;
    this.columns = value.columns();
    this.rows = value.rows();
    this.rowStride = value.rowStride();
    this.cosines = new float[positions][half];
    this.sines = new float[positions][half];
    this.negativeSines = new float[positions][half];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(theta, -2.0 * i / headWidth);
        cosines[position][i] = (float) Math.cos(angle);
        sines[position][i] = (float) Math.sin(angle);
        negativeSines[position][i] = -sines[position][i];
      }
    }
    this.x = new Tile(CpuTensor.of(value), columns);
    this.dx = x.hasGradient() ? new Tile(CpuTensor.of(x.gradient()), columns) : null;
  }

  @Override
  public void forward() {
    rotate(x, sines);
  }

  @Override
  public void backward() {
    if (dx != null) {
      rotate(dx, negativeSines);
    }
  }

  private void rotate(Tile tile, float[][] sine) {
    for (int row = 0; row < rows; row++) {
      int position = row % positions;
      tile.load(row * rowStride, columns);
      for (int head = 0; head < columns; head += 2 * half) {
        rotateHead(tile.values, head, cosines[position], sine[position], half);
      }
      tile.store(row * rowStride, columns);
    }
  }

  private static void rotateHead(float[] x, int at, float[] cosine, float[] sine, int half) {
    for (int i = 0; i < half; i++) {
      float a = x[at + i];
      float b = x[at + half + i];
      x[at + i] = a * cosine[i] - b * sine[i];
      x[at + half + i] = b * cosine[i] + a * sine[i];
    }
  }
}
