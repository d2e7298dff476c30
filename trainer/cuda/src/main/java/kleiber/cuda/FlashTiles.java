package kleiber.cuda;

/**
 * How {@code flash.cuh}'s kernels cut a call into tiles.
 *
 * @param width channels per head
 * @param rows a block's own: 64 for each of M
 * @param stage rows of the others that the backward pass copies at once
 */
record FlashTiles(int width, int rows, int stage) {
  private static final int STAGE = 64;
  private static final int PADDING = 8;
  private static final int BF16 = 2;

  /** The tiles that the kernels for heads of {@code width} channels were compiled with. */
  static FlashTiles of(int width) {
    return new FlashTiles(width, width == 64 ? 128 : 64, width < 128 ? STAGE : STAGE / 2);
  }

  /** Blocks for a length. */
  int own(int length) {
    return (length + rows - 1) / rows;
  }

  /** Shared memory of the forward pass. */
  int forwardBytes() {
    return bytes(rows + 4 * STAGE);
  }

  /** Shared memory of the backward pass by queries. */
  int queriesBytes() {
    return bytes(2 * rows + 4 * stage);
  }

  /** Shared memory of the backward pass by keys, which has two sums of every query, too. */
  int keysBytes() {
    return queriesBytes() + 2 * 2 * Float.BYTES * stage;
  }

  private int bytes(int all) {
    return all * (width + PADDING) * BF16;
  }
}
