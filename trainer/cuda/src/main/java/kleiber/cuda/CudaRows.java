package kleiber.cuda;

import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Biases and rotations of column ranges: {@code rows.cu}. */
final class CudaRows {
  private static final String FILE = "rows";
  private static final int THREADS = 256;
  private static final int TILE = 32;

  /** Rows that a block adds up before the sums of blocks are added. */
  private static final int HEIGHT = 128;

  private final Card card;

  CudaRows(Card card) {
    this.card = card;
  }

  Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    long rows = y.value().rows();
    int columns = y.value().columns();
    Launch forward =
        card.overAll(
            FILE,
            "add_bias_forward",
            y.value().size(),
            CudaTensor.address(x.value()),
            x.value().rowStride(),
            CudaTensor.vector(bias.value()),
            CudaTensor.vector(y.value()),
            rows,
            columns);
    if (!y.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    int blocks = (int) ((rows + HEIGHT - 1) / HEIGHT);
    long partial = card.memory().scratch(0, 4L * blocks * columns);
    Launch backward =
        card.launch(
            FILE,
            "add_bias_backward",
            Grid.of((columns + TILE - 1) / TILE, blocks),
            THREADS,
            0,
            CudaTensor.vector(y.gradient()),
            CudaTensor.address(x.gradient()),
            x.value().rowStride(),
            xGradient == Gradient.ADD ? 1 : 0,
            partial,
            rows,
            columns,
            HEIGHT);
    Launch finish =
        card.launch(
            FILE,
            "column_finish",
            Grid.of((columns + THREADS - 1) / THREADS),
            THREADS,
            0,
            partial,
            CudaTensor.vector(bias.gradient()),
            blocks,
            columns);
    return Op.of(forward, InOrder.of(backward, finish));
  }

  Op rotary(Variable x, int positions, int headWidth, double theta) {
    int half = headWidth / 2;
    long table = card.memory().allocate(8L * positions * half);
    float[] angles = angles(positions, half, theta);
    card.uploads().floats(table, angles, 0, angles.length);
    Launch forward = rotary(x.value(), table, positions, half, 1f);
    return x.hasGradient()
        ? Op.of(forward, rotary(x.gradient(), table, positions, half, -1f))
        : Op.forwardOnly(forward);
  }

  private Launch rotary(Tensor x, long table, int positions, int half, float sign) {
    long rows = x.rows();
    return card.overAll(
        FILE,
        "rotary",
        rows * x.columns() / 2,
        CudaTensor.address(x),
        x.rowStride(),
        table,
        positions,
        x.columns() / (2 * half),
        half,
        rows,
        sign);
  }

  /** Cosines [positions, half], then sines. */
  private static float[] angles(int positions, int half, double theta) {
    float[] table = new float[2 * positions * half];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(theta, -(double) i / half);
        table[position * half + i] = (float) Math.cos(angle);
        table[(positions + position) * half + i] = (float) Math.sin(angle);
      }
    }
    return table;
  }
}
