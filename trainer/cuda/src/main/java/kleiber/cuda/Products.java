package kleiber.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kleiber.cuda.Launch.Grid;
import kleiber.cuda.ProductPlan.Size;
import kleiber.engine.backend.StepFacts;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * Launches of matrix products, {@code linear_f32.cu} and {@code linear_bf16.cu}, with what comes
 * before and after them, {@code linear_parts.cu}.
 */
final class Products {
  private static final String PARTS = "linear_parts";
  private static final int THREADS = 256;

  /**
   * FLOPs from which a library is asked: measured on an H100, own kernels keep up with cuBLASLt at
   * width 128 with 2,048 tokens, and fall behind from width 256 on.
   */
  private static final double WORTH_A_LIBRARY = 5e8;

  /** Columns of a block of prepare, and rows that its warps have at a time. */
  private static final int PREPARED_COLUMNS = 128;

  private static final int PREPARED_ROWS = 64;
  private static final int BLOCKS_EACH = 4;

  /** Parts of a sum over rows: few enough to be added in a moment. */
  private static final int MOST_PARTS = 64;

  /** Elements four at a time, where addresses allow it. */
  private static final int QUAD = 4;

  /** Threads that share an element's parts, and the most threads of a launch that are of use. */
  private static final int MOST_GROUPS = 8;

  private static final long ENOUGH_THREADS = 500_000;

  // The bits of product.cuh.
  private static final int A_F32 = 1;
  private static final int A_VECTOR = 2;
  private static final int B_F32 = 4;
  private static final int B_VECTOR = 8;
  private static final int C_BF16 = 16;
  private static final int C_VECTOR = 32;
  private static final int C_ADD = 64;
  private static final int RESIDUAL_BF16 = 128;

  private final Card card;
  private final List<TileShape> own;
  private final List<TileShape> all;

  /**
   * Where a product goes.
   *
   * @param to the matrix that is written
   * @param add to what is there
   * @param bias a row that is added, or null
   * @param residual that is added, or null
   * @param sums address of the sums of the first factor's rows, or 0
   */
  record Target(Matrix to, boolean add, Tensor bias, Matrix residual, long sums) {
    static Target of(Matrix to, boolean add) {
      return new Target(to, add, null, null, 0);
    }
  }

  /**
   * Sums in parts that lie one after the other.
   *
   * @param address of the first part
   * @param target address of what they are added to
   * @param size elements of a part
   * @param parts of every element's sum
   */
  record Partials(long address, long target, long size, int parts) {
    static final Partials NONE = new Partials(0, 0, 0, 0);

    int groups() {
      int groups = 1;
      while (groups < MOST_GROUPS && 2 * groups <= parts && groups * size < ENOUGH_THREADS) {
        groups *= 2;
      }
      return groups;
    }

    int blocks() {
      return Math.toIntExact((size * groups() + THREADS - 1) / THREADS);
    }
  }

  /**
   * How a product takes its factors.
   *
   * @param prepareA whether the first factor is prepared
   * @param prepareB whether the second is
   * @param nanos of the product and the preparations together
   */
  record Choice(ProductPlan plan, boolean prepareA, boolean prepareB, double nanos) {}

  /**
   * @param type of the factors
   */
  Products(Card card, ElementType type) {
    this.card = card;
    int sharedBytes = card.device().sharedBytes();
    this.own =
        TileShape.of(type).stream().filter(tile -> tile.sharedBytes() <= sharedBytes).toList();
    boolean hasLibrary = type == ElementType.BF16 && card.libraryPath().isPresent();
    this.all =
        Stream.concat(own.stream(), hasLibrary ? Stream.of(TileShape.LIBRARY) : Stream.empty())
            .toList();
  }

  /**
   * The fastest way to a·b.
   *
   * @param sliced whether sums may be cut into slices
   * @param mayPrepareA whether the first factor may be prepared for this product
   */
  Choice choose(Matrix a, Matrix b, Size size, boolean sliced, boolean mayPrepareA) {
    int processors = card.device().multiprocessors();
    List<TileShape> tiles = size.flops() < WORTH_A_LIBRARY ? own : all;
    boolean ready = a.isReady() && b.isReady();
    List<TileShape> now = tiles.stream().filter(tile -> ready || tile.any()).toList();
    ProductPlan plan = ProductPlan.best(now, size, sliced, processors);
    Choice choice = new Choice(plan, false, false, plan.nanos());
    if (now.size() == tiles.size() || !(a.isReady() || mayPrepareA)) {
      return choice;
    }
    ProductPlan best = ProductPlan.best(tiles, size, sliced, processors);
    double preparing =
        (a.isReady() ? 0 : a.preparingNanos()) + (b.isReady() ? 0 : b.preparingNanos());
    return best.nanos() + preparing < plan.nanos()
        ? new Choice(best, !a.isReady(), !b.isReady(), best.nanos() + preparing)
        : choice;
  }

  /**
   * target ← a·b.
   *
   * @param product forward, dx or dw: which factors lie transposed
   */
  Runnable product(String product, ProductPlan plan, Size size, Matrix a, Matrix b, Target target) {
    Optional<Runnable> byLibrary =
        plan.tile().isLibrary()
            ? card.library().bind(product, size, a, b, target)
            : Optional.empty();
    if (byLibrary.isPresent()) {
      card.bound(product, size, StepFacts.LIBRARY);
      return byLibrary.get();
    }
    ProductPlan own = plan.tile().isLibrary() ? ownPlan(size) : plan;
    card.bound(product, size, own.tile().kernel(product));
    return launch(product, own, size, a, b, target);
  }

  private ProductPlan ownPlan(Size size) {
    return ProductPlan.best(own, size, false, card.device().multiprocessors());
  }

  private Launch launch(
      String product, ProductPlan plan, Size size, Matrix a, Matrix b, Target target) {
    Matrix residual = target.residual();
    return card.launch(
        plan.tile().file(),
        plan.tile().kernel(product),
        Grid.of(plan.tiles(), plan.slices()),
        plan.tile().threads(),
        plan.tile().sharedBytes(),
        a.address(),
        b.address(),
        target.to().address(),
        CudaTensor.vector(target.bias()),
        residual == null ? 0L : residual.address(),
        target.sums(),
        size.rows(),
        size.columns(),
        size.terms(),
        a.stride(),
        b.stride(),
        target.to().stride(),
        residual == null ? 0 : residual.stride(),
        plan.slice(),
        flags(a, b, target));
  }

  private static int flags(Matrix a, Matrix b, Target target) {
    Matrix residual = target.residual();
    boolean quads = target.to().inUnitsOf(QUAD) && (residual == null || residual.inUnitsOf(QUAD));
    return (a.type() == ElementType.F32 ? A_F32 : 0)
        | (a.inChunks() ? A_VECTOR : 0)
        | (b.type() == ElementType.F32 ? B_F32 : 0)
        | (b.inChunks() ? B_VECTOR : 0)
        | (target.to().type() == ElementType.BF16 ? C_BF16 : 0)
        | (quads ? C_VECTOR : 0)
        | (target.add() ? C_ADD : 0)
        | (residual != null && residual.type() == ElementType.BF16 ? RESIDUAL_BF16 : 0);
  }

  /** Parts in which {@link #prepare} sums the rows of {@code x}. */
  int parts(Matrix x) {
    return ProductPlan.up(x.rows(), height(x));
  }

  private int height(Matrix x) {
    int across = ProductPlan.up(x.preparedStride(), PREPARED_COLUMNS);
    int wanted = BLOCKS_EACH * card.device().multiprocessors() / across;
    int parts = Math.max(1, Math.min(MOST_PARTS, wanted));
    return ProductPlan.up(ProductPlan.up(x.rows(), parts), PREPARED_ROWS) * PREPARED_ROWS;
  }

  /**
   * A copy of {@code x} that all kernels take, and sums of its rows.
   *
   * @param target address of the copy, or 0 for none
   * @param partial address of [{@link #parts}, columns] sums, or 0 for none
   */
  Launch prepare(Matrix x, long target, long partial) {
    return card.launch(
        PARTS,
        x.type() == ElementType.BF16 ? "prepare_bf16" : "prepare_f32",
        Grid.of(ProductPlan.up(x.preparedStride(), PREPARED_COLUMNS), parts(x)),
        THREADS,
        0,
        x.address(),
        x.stride(),
        target,
        x.preparedStride(),
        partial,
        x.rows(),
        x.columns(),
        height(x),
        x.inUnitsOf(QUAD) ? 1 : 0);
  }

  /** Adds the parts of a weight's gradient and of a bias's. */
  Launch add(Partials weight, Partials bias) {
    return card.launch(
        PARTS,
        "add_partials",
        Grid.of(weight.blocks() + bias.blocks()),
        THREADS,
        0,
        weight.address(),
        weight.target(),
        weight.size(),
        weight.parts(),
        weight.groups(),
        weight.blocks(),
        bias.address(),
        bias.target(),
        bias.size(),
        bias.parts(),
        bias.groups());
  }
}
