package kleiber.trainer.kernels.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Precision;
import kleiber.trainer.tensor.Tensor;

/**
 * What matrix products read: fp32 memory as it is, or in bf16 a copy rounded to nearest even just
 * before the product.
 *
 * <p>Products add up in fp32 either way, and everything outside them is fp32. Rounding takes about
 * a hundredth of the product's time, so nothing is kept in two forms: copies of one role and size
 * share scratch memory.
 */
final class ProductInputs {
  private final CpuBackend backend;
  private final Primitives primitives;
  private final Precision precision;
  private final Map<String, Tensor> scratch = new HashMap<>();

  ProductInputs(CpuBackend backend, Primitives primitives, Precision precision) {
    this.backend = backend;
    this.primitives = primitives;
    this.precision = precision;
  }

  /**
   * What a product that is the next of {@code steps} reads for {@code x}.
   *
   * @param role tells apart what one op reads at the same time
   * @param steps where the rounding is added, if there is any
   */
  Operand read(Operand x, String role, List<Primitive> steps) {
    if (precision == Precision.FP32) {
      return x;
    }
    int size = Math.toIntExact(x.size());
    Tensor memory =
        scratch.computeIfAbsent(role + " " + size, key -> backend.allocate(ElementType.BF16, size));
    Operand copy = Operand.dense(memory, x.dims());
    steps.add(primitives.reorder(x, copy));
    return copy;
  }
}
