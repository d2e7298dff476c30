package kleiber.cuda;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the blocks of a launch share a product [M, N] of K terms a sum.
 *
 * @param tile what a block computes
 * @param tiles of the product
 * @param slices of the sums: partial sums of several slices are added by another kernel
 * @param slice terms a slice, a multiple of the tile's step
 * @param nanos what it will take, for comparisons with other plans
 */
record ProductPlan(TileShape tile, int tiles, int slices, int slice, double nanos) {
  /** Of a launch and the kernel's first loads and last stores. */
  static final double LAUNCH_NANOS = 2_000;

  /** Of data that mostly lies in the L2 cache. */
  private static final double BYTES_PER_NANO = 2_000;

  private static final int MOST_SLICES = 64;

  /** Of a block, where a library cuts sums itself: the fewest. */
  private static final int LIBRARY_STEPS = 8;

  /** The size of a product: [rows, columns] of {@code terms} terms a sum. */
  record Size(int rows, int columns, int terms) {
    double flops() {
      return 2.0 * rows * columns * terms;
    }
  }

  /**
   * The plan that takes the least time.
   *
   * @param sliced whether sums may be cut into slices
   */
  static ProductPlan best(List<TileShape> tiles, Size size, boolean sliced, int multiprocessors) {
    return tiles.stream()
        .flatMap(
            tile ->
                IntStream.rangeClosed(1, sliced && !tile.isLibrary() ? MOST_SLICES : 1)
                    .mapToObj(slices -> of(tile, size, slices, multiprocessors)))
        .min(Comparator.comparingDouble(ProductPlan::nanos))
        .orElseThrow();
  }

  /** {@code tile} with {@code slices} slices, or as many as are not empty. */
  static ProductPlan of(TileShape tile, Size size, int slices, int multiprocessors) {
    int tiles = Math.multiplyExact(up(size.rows, tile.rows()), up(size.columns, tile.columns()));
    int steps = up(size.terms, tile.step());
    int stepsEach = up(steps, slices);
    int filled = up(steps, stepsEach);
    if (tile.isLibrary()) {
      double shared = (double) tiles * steps / multiprocessors;
      double nanos = LAUNCH_NANOS + tile.stepNanos() * Math.max(shared, LIBRARY_STEPS);
      return new ProductPlan(tile, tiles, 1, stepsEach * tile.step(), nanos);
    }
    long blocksEach = up((long) tiles * filled, multiprocessors);
    double nanos =
        LAUNCH_NANOS
            + (double) stepsEach
                * Math.max(tile.leastNanos(), (double) blocksEach * tile.stepNanos());
    if (filled > 1) {
      nanos += LAUNCH_NANOS + moved(8.0 * filled * size.rows * size.columns);
    }
    return new ProductPlan(tile, tiles, filled, stepsEach * tile.step(), nanos);
  }

  /** The time that {@code bytes} bytes take through memory. */
  static double moved(double bytes) {
    return bytes / BYTES_PER_NANO;
  }

  static int up(int size, int unit) {
    return (size + unit - 1) / unit;
  }

  private static long up(long size, int unit) {
    return (size + unit - 1) / unit;
  }
}
