package kleiber.cuda;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * Queries, keys and values in bf16: where they are, or rounded copies.
 *
 * @param launches that make the copies
 */
record FlashInputs(Matrix q, Matrix k, Matrix v, List<Launch> launches) {
  /** The first of the slots of scratch memory that copies for one pass have. */
  private static final int SLOT = 2;

  /** Rows of bf16 in the card's memory. */
  record Matrix(long address, int stride) {}

  /** Copies stay until the backward pass where there is one. */
  static FlashInputs of(Card card, AttentionCall call) {
    Tensor q = call.q().value();
    Tensor k = call.k().value();
    Tensor v = call.v().value();
    List<Launch> launches = new ArrayList<>();
    boolean kept = call.y().hasGradient();
    if (follows(q, k) && follows(k, v)) {
      int columns = q.columns() + k.columns() + v.columns();
      Matrix all = rounded(card, q, columns, SLOT, kept, launches);
      long keys = all.address() + 2L * q.columns();
      return new FlashInputs(
          all, new Matrix(keys, columns), new Matrix(keys + 2L * k.columns(), columns), launches);
    }
    return new FlashInputs(
        input(card, q, SLOT, kept, launches),
        input(card, k, SLOT + 1, kept, launches),
        input(card, v, SLOT + 2, kept, launches),
        launches);
  }

  /** Whether {@code next} is the columns right of {@code x} in one fp32 matrix. */
  private static boolean follows(Tensor x, Tensor next) {
    return x.type() == ElementType.F32
        && next.type() == ElementType.F32
        && x.rowStride() == next.rowStride()
        && x.columns() < x.rowStride()
        && CudaTensor.address(next) == CudaTensor.address(x) + 4L * x.columns();
  }

  private static Matrix input(Card card, Tensor x, int slot, boolean kept, List<Launch> launches) {
    return x.type() == ElementType.BF16
        ? new Matrix(CudaTensor.address(x), x.rowStride())
        : rounded(card, x, x.columns(), slot, kept, launches);
  }

  private static Matrix rounded(
      Card card, Tensor x, int columns, int slot, boolean kept, List<Launch> launches) {
    long bytes = 2L * x.rows() * columns;
    long copy = kept ? card.memory().allocate(bytes) : card.memory().scratch(slot, bytes);
    launches.add(
        card.overAll(
            "attention_forward_bf16",
            "attention_round_bf16",
            (long) x.rows() * columns,
            CudaTensor.address(x),
            copy,
            (long) x.rows(),
            columns,
            x.rowStride()));
    return new Matrix(copy, columns);
  }

  /** Makes the copies. */
  Runnable rounding() {
    return new InOrder(launches);
  }
}
