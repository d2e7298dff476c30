package kleiber.cuda;

import java.util.ArrayList;
import java.util.List;
import kleiber.cuda.ProductPlan.Size;
import kleiber.cuda.Products.Choice;
import kleiber.cuda.Products.Partials;
import kleiber.cuda.Products.Target;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * y = residual + x·wᵀ + bias in one launch. Its backward pass takes two to four: dy rounded and
 * summed over rows where that pays, dx, dw, and parts of dw and of the bias's gradient added up.
 *
 * <p>In bf16 the factors are rounded, w's once an optimiser's step; sums stay in fp32.
 */
final class CudaLinear {
  // Memory within a call.
  private static final int WEIGHT_PARTS = 0;
  private static final int BIAS_PARTS = 1;
  private static final int FIRST_FACTOR = 2;
  private static final int SECOND_FACTOR = 3;

  private final Card card;
  private final ElementType type;
  private final Products products;

  /**
   * @param type of the factors of products
   */
  CudaLinear(Card card, ElementType type) {
    this.card = card;
    this.type = type;
    this.products = new Products(card, type);
  }

  /**
   * @param bias or null
   * @param residual or null
   */
  Op bind(Variable x, Variable w, Variable bias, Tensor residual, Variable y, Gradient xGradient) {
    List<Runnable> forward = forward(x, w, bias, residual, y);
    List<Runnable> backward = y.hasGradient() ? backward(x, w, bias, y, xGradient) : List.of();
    return Op.of(new InOrder(forward), new InOrder(backward));
  }

  private Matrix weight(Variable w) {
    return type == ElementType.BF16 ? Matrix.rounded(w.value()) : Matrix.of(w.value());
  }

  private List<Runnable> forward(
      Variable x, Variable w, Variable bias, Tensor residual, Variable y) {
    List<Runnable> calls = new ArrayList<>();
    if (type == ElementType.BF16) {
      calls.add(card::refresh);
    }
    Matrix a = Matrix.of(x.value());
    Matrix b = weight(w);
    Size size = new Size(a.rows(), b.rows(), a.columns());
    Choice choice = products.choose(a, b, size, false, true);
    a = choice.prepareA() ? prepared(a, FIRST_FACTOR, 0, calls) : a;
    b = choice.prepareB() ? prepared(b, SECOND_FACTOR, 0, calls) : b;
    Target target =
        new Target(
            Matrix.of(y.value()),
            false,
            bias == null ? null : bias.value(),
            residual == null ? null : Matrix.of(residual),
            0);
    calls.add(products.product("forward", choice.plan(), size, a, b, target));
    return calls;
  }

  /** Has {@code x} prepared, and summed over its rows where {@code partial} is an address. */
  private Matrix prepared(Matrix x, int slot, long partial, List<Runnable> calls) {
    Matrix copy = x.prepared(card.memory().scratch(slot, x.preparedBytes()));
    calls.add(products.prepare(x, copy.address(), partial));
    return copy;
  }

  private List<Runnable> backward(
      Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    Matrix dy = Matrix.of(y.gradient());
    Matrix weight = weight(w);
    Matrix in = Matrix.of(x.value());
    Size inputSize = new Size(in.rows(), in.columns(), dy.columns());
    Size weightSize = new Size(dy.columns(), in.columns(), dy.rows());
    boolean summed = bias != null && bias.hasGradient();

    Matrix ready = dy.prepared(0);
    Choice dx = products.choose(dy, weight, inputSize, false, false);
    Choice dw = products.choose(dy, in, weightSize, true, false);
    Choice readyDx = products.choose(ready, weight, inputSize, false, false);
    Choice readyDw = products.choose(ready, in, weightSize, true, false);
    double asItIs = (x.hasGradient() ? dx.nanos() : 0) + (w.hasGradient() ? dw.nanos() : 0);
    double prepared =
        dy.preparingNanos()
            + (x.hasGradient() ? readyDx.nanos() : 0)
            + (w.hasGradient() ? readyDw.nanos() : 0);
    boolean prepare = type == ElementType.BF16 && !dy.isReady() && prepared < asItIs;
    dx = prepare ? readyDx : dx;
    dw = prepare ? readyDw : dw;

    List<Runnable> calls = new ArrayList<>();
    boolean summedByProduct = w.hasGradient() && dw.plan().tile().any();
    Partials biasParts = Partials.NONE;
    long partial = 0;
    if (summed && !summedByProduct) {
      biasParts = biasParts(bias, products.parts(dy));
      partial = biasParts.address();
    }
    if (prepare) {
      dy = prepared(dy, FIRST_FACTOR, partial, calls);
    } else if (partial != 0) {
      calls.add(products.prepare(dy, 0, partial));
    }
    if (x.hasGradient()) {
      Matrix b = dx.prepareB() ? prepared(weight, SECOND_FACTOR, 0, calls) : weight;
      Target target = Target.of(Matrix.of(x.gradient()), xGradient == Gradient.ADD);
      calls.add(products.product("dx", dx.plan(), inputSize, dy, b, target));
    }
    Partials weightParts = Partials.NONE;
    if (w.hasGradient()) {
      Matrix b = dw.prepareB() ? prepared(in, SECOND_FACTOR, 0, calls) : in;
      Matrix to = Matrix.of(w.gradient());
      boolean direct = dw.plan().slices() == 1;
      if (!direct) {
        weightParts = weightParts(w, dw.plan().slices());
        to = to.at(weightParts.address());
      }
      long sums = 0;
      if (summed && summedByProduct) {
        biasParts = direct ? Partials.NONE : biasParts(bias, dw.plan().slices());
        sums = direct ? CudaTensor.vector(bias.gradient()) : biasParts.address();
      }
      Target target = new Target(to, direct, null, null, sums);
      calls.add(products.product("dw", dw.plan(), weightSize, dy, b, target));
    }
    if (weightParts.parts() + biasParts.parts() > 0) {
      calls.add(products.add(weightParts, biasParts));
    }
    return calls;
  }

  private Partials weightParts(Variable w, int parts) {
    long size = w.value().size();
    long address = card.memory().scratch(WEIGHT_PARTS, Float.BYTES * size * parts);
    return new Partials(address, CudaTensor.vector(w.gradient()), size, parts);
  }

  private Partials biasParts(Variable bias, int parts) {
    long size = bias.value().size();
    long address = card.memory().scratch(BIAS_PARTS, Float.BYTES * size * parts);
    return new Partials(address, CudaTensor.vector(bias.gradient()), size, parts);
  }
}
