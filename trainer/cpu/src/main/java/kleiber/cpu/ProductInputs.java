package kleiber.cpu;

import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Precision;

/**
 * What matrix products read: memory of their type as it is, and of fp32 memory in bf16 a copy
 * rounded to nearest even just before the product, in scratch.
 *
 * <p>Products add up in fp32 either way, and everything outside them is computed in fp32. What only
 * products read is written in their type at once, which saves the copy and half of the memory.
 *
 * @param precision of what products read
 */
record ProductInputs(Primitives primitives, Scratch scratch, Precision precision) {
  ElementType type() {
    return precision == Precision.BF16 ? ElementType.BF16 : ElementType.F32;
  }

  /**
   * What a product that is the next of {@code steps} reads for {@code x}.
   *
   * @param role tells apart what one op reads at the same time
   * @param steps where the rounding is added, if there is any
   */
  DnnlOperand read(DnnlOperand x, String role, Steps steps) {
    return read(x, role, x.size(), steps);
  }

  /** The same, for several that are read one after the other and are up to {@code largest} long. */
  DnnlOperand read(DnnlOperand x, String role, long largest, Steps steps) {
    if (x.hasType(type())) {
      return x;
    }
    DnnlOperand copy = DnnlOperand.dense(scratch.of(role, type(), largest), x.dims());
    steps.add(primitives.reorder(x, copy));
    return copy;
  }
}
