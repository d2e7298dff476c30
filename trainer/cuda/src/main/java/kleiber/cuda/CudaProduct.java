package kleiber.cuda;

import java.util.ArrayList;
import java.util.List;
import kleiber.cuda.ProductPlan.Size;
import kleiber.cuda.Products.Choice;
import kleiber.cuda.Products.Target;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * c = scale·a·b + added, by the kernels of linear layers: they know a·bᵀ as forward, a·b as dx and
 * aᵀ·b as dw. In bf16 a factor is rounded where its product is fast enough for that to pay.
 */
final class CudaProduct {
  private static final int FIRST_FACTOR = 2;
  private static final int SECOND_FACTOR = 3;

  private final Card card;
  private final Products products;

  /**
   * @param type of the factors of products
   */
  CudaProduct(Card card, ElementType type) {
    this.card = card;
    this.products = new Products(card, type);
  }

  Runnable bind(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    List<Runnable> calls = new ArrayList<>();
    Size size = new Size(c.rows(), c.columns(), form.aTransposed() ? a.rows() : a.columns());
    Matrix first = Matrix.of(a);
    Matrix second = Matrix.of(b);
    Choice choice = products.choose(first, second, size, false, true);
    first = choice.prepareA() ? prepared(first, FIRST_FACTOR, calls) : first;
    second = choice.prepareB() ? prepared(second, SECOND_FACTOR, calls) : second;
    boolean inOne = form.scale() == 1 && added != null;
    Target target = new Target(Matrix.of(c), false, null, inOne ? Matrix.of(added) : null, 0);
    String name = form.aTransposed() ? "dw" : form.bTransposed() ? "forward" : "dx";
    calls.add(products.product(name, choice.plan(), size, first, second, target));
    if (form.scale() != 1) {
      calls.add(scaled(form.scale(), added, c));
    }
    return new InOrder(calls);
  }

  private Matrix prepared(Matrix x, int slot, List<Runnable> calls) {
    Matrix copy = x.prepared(card.memory().scratch(slot, x.preparedBytes()));
    calls.add(products.prepare(x, copy.address(), 0));
    return copy;
  }

  /** c ← scale·c + added. */
  private Runnable scaled(double scale, Tensor added, Tensor c) {
    double[] numbers = {1, scale, 1};
    UpdateFormula formula =
        added == null
            ? UpdateFormula.over("c").numbers("scale", "one").scale("c", "scale", "c")
            : UpdateFormula.over("c", "added")
                .numbers("scale", "one")
                .mix("c", "scale", "c", "one", "added");
    CudaFormula update =
        added == null
            ? new CudaFormula(card, formula, c)
            : new CudaFormula(card, formula, c, added);
    return () -> update.step(numbers);
  }
}
