package kleiber.trainer.kernels.cpu;

import java.util.List;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Precision;

/**
 * What matrix products read: fp32 memory as it is, or in bf16 a copy rounded to nearest even just
 * before the product.
 *
 * <p>Products add up in fp32 either way, and everything outside them is fp32. Rounding takes about
 * a hundredth of the product's time, so nothing is kept in two forms: copies are scratch.
 *
 * @param precision of what products read
 */
record ProductInputs(Primitives primitives, Scratch scratch, Precision precision) {
  /**
   * What a product that is the next of {@code steps} reads for {@code x}.
   *
   * @param role tells apart what one op reads at the same time
   * @param steps where the rounding is added, if there is any
   */
  Operand read(Operand x, String role, List<? super Primitive> steps) {
    return read(x, role, x.size(), steps);
  }

  /** The same, for several that are read one after the other and are up to {@code largest} long. */
  Operand read(Operand x, String role, long largest, List<? super Primitive> steps) {
    if (precision == Precision.FP32) {
      return x;
    }
    Operand copy = Operand.dense(scratch.of(role, ElementType.BF16, largest), x.dims());
    steps.add(primitives.reorder(x, copy));
    return copy;
  }
}
