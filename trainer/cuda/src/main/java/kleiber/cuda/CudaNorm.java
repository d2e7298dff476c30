package kleiber.cuda;

import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** Layer norm, and RMS norm: {@code norm.cu}. */
final class CudaNorm {
  private static final String FILE = "norm";
  private static final int WARP = 32;
  private static final int FINISH_THREADS = 1024;

  /** Warps of a block, four as long as their sums fit 64 KiB of shared memory. */
  private static final int WARPS = 4;

  /** Rows that a warp adds up at least: fewer sums are left to the second pass. */
  private static final int ROWS = 2;

  private static final int WIDEST_FOR_ALL_WARPS = 2048;
  private static final int WIDEST = 8192;

  private final Card card;
  private final String kind;

  /**
   * @param kind {@code layer_norm} or {@code rms_norm}
   */
  CudaNorm(Card card, String kind) {
    this.card = card;
    this.kind = kind;
  }

  Op bind(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient) {
    int rows = x.value().rows();
    int columns = x.value().columns();
    if (columns > WIDEST) {
      throw new IllegalArgumentException(
          "the cuda backend normalises up to " + WIDEST + " channels, not " + columns);
    }
    long mean = card.memory().allocate(4L * rows);
    long inverse = card.memory().allocate(4L * rows);
    Launch forward =
        card.launch(
            FILE,
            kind + "_forward_" + CudaTensor.name(y.value()),
            Grid.of((rows + WARPS - 1) / WARPS),
            WARPS * WARP,
            0,
            CudaTensor.vector(x.value()),
            CudaTensor.vector(gain.value()),
            CudaTensor.vector(bias == null ? null : bias.value()),
            CudaTensor.vector(y.value()),
            mean,
            inverse,
            rows,
            columns,
            (float) epsilon);
    if (!y.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    int warps = columns <= WIDEST_FOR_ALL_WARPS ? WARPS : 1;
    int wanted = (rows + warps * ROWS - 1) / (warps * ROWS);
    int blocks = Math.max(1, Math.min(wanted, 4 * card.device().multiprocessors()));
    long partial = card.memory().scratch(0, 8L * blocks * columns);
    Launch backward =
        card.launch(
            FILE,
            kind + "_backward_" + CudaTensor.name(y.gradient()),
            Grid.of(blocks),
            warps * WARP,
            8 * columns * warps,
            CudaTensor.vector(x.value()),
            CudaTensor.vector(y.gradient()),
            CudaTensor.vector(gain.value()),
            mean,
            inverse,
            CudaTensor.vector(x.gradient()),
            xGradient == Gradient.ADD ? 1 : 0,
            partial,
            rows,
            columns);
    Launch finish =
        card.launch(
            FILE,
            "norm_finish",
            Grid.of((2 * columns + WARP - 1) / WARP),
            FINISH_THREADS,
            0,
            partial,
            CudaTensor.vector(gain.gradient()),
            CudaTensor.vector(bias == null ? null : bias.gradient()),
            blocks,
            columns);
    return Op.of(forward, InOrder.of(backward, finish));
  }
}
