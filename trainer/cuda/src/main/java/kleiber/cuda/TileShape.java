package kleiber.cuda;

import java.util.List;
import kleiber.engine.tensor.ElementType;

/**
 * What one block of a kernel of {@code linear_f32.cu} or {@code linear_bf16.cu} computes.
 *
 * <p>The times serve to choose between tiles, as shares of each other: they were reckoned for an
 * H100 from the instructions and the bytes of a step, not measured.
 *
 * @param type of the factors
 * @param name the kernels' last part
 * @param rows of the product
 * @param columns of the product
 * @param step terms of its sums at a time
 * @param threads per block, 0 where a library does the product its own way
 * @param sharedBytes dynamic shared memory a block
 * @param any whether it takes factors of any type and alignment, and sums a bias's gradient
 * @param stepNanos of a multiprocessor's time for a step, while several blocks keep it busy
 * @param leastNanos between a block's steps, however idle its multiprocessor
 */
record TileShape(
    ElementType type,
    String name,
    int rows,
    int columns,
    int step,
    int threads,
    int sharedBytes,
    boolean any,
    int stepNanos,
    int leastNanos) {
  private static final List<TileShape> FP32 =
      List.of(
          new TileShape(ElementType.F32, "64", 64, 64, 16, 256, 17_408, true, 580, 700),
          new TileShape(ElementType.F32, "128", 128, 128, 16, 256, 65_536, true, 1_540, 1_600));
  private static final List<TileShape> ROUNDED =
      List.of(
          new TileShape(ElementType.BF16, "64", 64, 64, 64, 128, 49_152, true, 410, 600),
          new TileShape(ElementType.BF16, "128", 128, 128, 64, 128, 98_304, false, 750, 1_100),
          new TileShape(ElementType.BF16, "256", 128, 256, 64, 256, 147_456, false, 1_380, 1_380));

  /** Tiles for factors of {@code type}, smaller ones first. */
  static List<TileShape> of(ElementType type) {
    return type == ElementType.BF16 ? ROUNDED : FP32;
  }

  /** What cuBLASLt is like: it cuts and shapes products as it likes, and takes prepared factors. */
  static final TileShape LIBRARY =
      new TileShape(ElementType.BF16, "library", 128, 256, 64, 0, 0, false, 820, 820);

  /** Whether {@link LibraryProducts} does it. */
  boolean isLibrary() {
    return threads == 0;
  }

  String file() {
    return type == ElementType.BF16 ? "linear_bf16" : "linear_f32";
  }

  /**
   * @param product forward, dx or dw
   */
  String kernel(String product) {
    return product + (type == ElementType.BF16 ? "_bf16_" : "_f32_") + name;
  }
}
