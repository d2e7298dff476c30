package kleiber.cuda;

import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Biases of attention by bucket of distances: {@code bucket_bias.cu}. */
final class CudaBucketBias {
  private static final String FILE = "bucket_bias";
  private static final int THREADS = 256;
  private static final int LANES = 32;

  /** Places that a block adds up, at least: then the sums of blocks are added. */
  private static final long PLACES = 1024;

  private static final long MOST_BLOCKS = 256;

  private CudaBucketBias() {}

  static Op bind(Card card, Tensor buckets, Variable table, Variable y) {
    long size = buckets.size();
    int heads = table.value().columns();
    int count = table.value().rows();
    Launch forward =
        card.launch(
            FILE,
            "bucket_bias_forward",
            Grid.of((int) ((size + THREADS - 1) / THREADS), heads),
            THREADS,
            0,
            CudaTensor.vector(buckets),
            CudaTensor.address(table.value()),
            CudaTensor.vector(y.value()),
            table.value().rowStride(),
            size,
            heads);
    if (!y.hasGradient() || !table.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    long places = Math.max(PLACES, (size + MOST_BLOCKS - 1) / MOST_BLOCKS);
    int blocks = (int) ((size + places - 1) / places);
    long partial = card.memory().scratch(0, 4L * blocks * count * heads);
    Launch sums =
        card.launch(
            FILE,
            "bucket_bias_partial",
            Grid.of(blocks, heads),
            LANES,
            4 * LANES * count,
            CudaTensor.vector(buckets),
            CudaTensor.vector(y.gradient()),
            partial,
            size,
            places,
            count);
    Launch finish =
        card.launch(
            FILE,
            "bucket_bias_sum",
            Grid.of((count * heads + THREADS - 1) / THREADS),
            THREADS,
            0,
            partial,
            CudaTensor.address(table.gradient()),
            table.gradient().rowStride(),
            blocks,
            count,
            heads);
    return Op.of(forward, InOrder.of(sums, finish));
  }
}
