package kleiber.cpu;

import kleiber.cpu.Primitives.Epilogue;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.tensor.Tensor;

/**
 * c = scale·a·b + added. Of a symmetric product only blocks on and below the diagonal are computed,
 * a band of rows a call, and copied across it: two thirds of the work for three bands.
 */
final class CpuProduct implements Runnable {
  /** Rows of a band: fewer save more work, but oneDNN is slower on them. */
  private static final int BAND = 96;

  private final Primitives primitives;
  private final double scale;
  private final Steps steps = new Steps();

  CpuProduct(Lane lane, ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    this.primitives = lane.primitives();
    this.scale = form.scale();
    DnnlOperand first = factor(lane, form, a, "first factor");
    DnnlOperand second = a == b ? first : factor(lane, form, b, "second factor");
    first = form.aTransposed() ? first.transposed() : first;
    second = form.bTransposed() ? second.transposed() : second;
    DnnlOperand sum = added == null ? null : DnnlOperand.matrix(added);
    DnnlOperand to = DnnlOperand.matrix(c);
    int terms = Math.toIntExact(first.dims()[1]);
    if (form.symmetric()) {
      for (int from = 0; from < c.rows(); from += BAND) {
        int count = Math.min(BAND, c.rows() - from);
        DnnlOperand band = to.block(from, 0, count, from + count);
        product(
            first.block(from, 0, count, terms),
            second.block(0, 0, terms, from + count),
            sum == null ? null : sum.block(from, 0, count, from + count),
            band);
        if (from > 0) {
          DnnlOperand below = to.block(from, 0, count, from);
          steps.add(primitives.reorder(below.transposed(), to.block(0, from, from, count)));
        }
      }
    } else {
      product(first, second, sum, to);
    }
  }

  private DnnlOperand factor(Lane lane, ProductForm form, Tensor x, String role) {
    DnnlOperand operand = DnnlOperand.matrix(x);
    return form.exact() ? operand : lane.inputs().read(operand, role, steps);
  }

  private void product(DnnlOperand a, DnnlOperand b, DnnlOperand added, DnnlOperand c) {
    steps.add(primitives.matmul(a, b, c, Epilogue.scaled(scale, added)));
  }

  @Override
  public void run() {
    steps.run();
  }
}
