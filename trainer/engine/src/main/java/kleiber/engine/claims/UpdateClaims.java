package kleiber.engine.claims;

import static kleiber.engine.kernels.UpdateFormula.GRADIENT_SCALE;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;

/** What optimisers are composed of: formulas over elements, and products of matrices. */
final class UpdateClaims {
  private static final double FLOAT = 3e-6;

  private UpdateClaims() {}

  static List<Claim> all() {
    return List.of(
        formula(5003),
        formula(3),
        product(37, 21, 45, new ProductForm(false, true, false, 1), false),
        product(37, 21, 45, ProductForm.scaled(-0.7), true),
        product(37, 21, 45, new ProductForm(true, false, false, 1), true),
        product(64, 128, 64, new ProductForm(true, false, false, 0.25), false),
        product(1, 3, 2, ProductForm.scaled(2), true),
        symmetric(150, 70),
        symmetric(64, 1),
        normalize(1, 1),
        normalize(70001, 0.5));
  }

  /** XXᵀ, XᵀX, and from these a product of symmetric matrices with something added. */
  private static Claim symmetric(int rows, int columns) {
    return new Claim(
        "kernels",
        "symmetric products of " + rows + " x " + columns,
        (backend, worst) ->
            compare(
                worst,
                backend,
                machine -> {
                  Tensor x = machine.allocate(rows, columns);
                  x.set(OpCase.random("x", x));
                  Tensor ofRows = machine.allocate(rows, rows);
                  Tensor ofColumns = machine.allocate(columns, columns);
                  Tensor c = machine.allocate(rows, rows);
                  Kernels kernels = machine.kernels();
                  kernels.product(ProductForm.ofRows(), x, x, null, ofRows).run();
                  kernels.product(ProductForm.ofColumns(), x, x, null, ofColumns).run();
                  kernels.product(ProductForm.symmetric(-0.5), ofRows, ofRows, ofRows, c).run();
                  return new Tensor[] {ofRows, ofColumns, c};
                }));
  }

  private static Claim normalize(int size, double power) {
    return new Claim(
        "kernels",
        "normalize " + size,
        (backend, worst) ->
            compare(
                worst,
                backend,
                machine -> {
                  Tensor x = machine.allocate(size);
                  Tensor by = machine.allocate(size);
                  x.set(OpCase.random("x", x));
                  by.set(OpCase.random("by", by));
                  Kernels kernels = machine.kernels();
                  kernels.normalize(x, by, power, 0.5).run();
                  kernels.normalize(by, by, power, 0).run();
                  return new Tensor[] {x, by};
                }));
  }

  /** Every operation once, with targets that are operands of their own line. */
  private static Claim formula(int size) {
    UpdateFormula formula =
        UpdateFormula.over("g", "p", "m")
            .numbers("beta", "rest", "epsilon", "rate")
            .scale("u", GRADIENT_SCALE, "g")
            .mixSquare("m", "rest", "u", "beta", "m")
            .overRoot("v", "u", "rest", "m", "epsilon")
            .sign("u", "u")
            .mix("u", "rate", "v", "rate", "u")
            .mix("p", "beta", "p", "rest", "u")
            .mix("p", "rate", "u", "beta", "p");
    return new Claim(
        "kernels",
        "formula over " + size,
        (backend, worst) ->
            compare(
                worst,
                backend,
                machine -> {
                  Tensor g = machine.allocate(size);
                  Tensor p = machine.allocate(size);
                  Tensor m = machine.allocate(size);
                  p.set(OpCase.random("p", p));
                  FormulaUpdate update = machine.kernels().update(formula, g, p, m);
                  for (int step = 1; step <= 3; step++) {
                    g.set(OpCase.random("g" + step, g));
                    update.step(new double[] {0.5, 0.9, 0.1, 1e-3, 0.05 * step});
                  }
                  return new Tensor[] {g, p, m};
                }));
  }

  private static Claim product(int rows, int terms, int columns, ProductForm form, boolean adds) {
    String name =
        String.format(
            Locale.ROOT,
            "product %d x %d x %d, %s%s",
            rows,
            terms,
            columns,
            form,
            adds ? ", added to" : "");
    return new Claim(
        "kernels",
        name,
        (backend, worst) ->
            compare(
                worst,
                backend,
                machine -> {
                  Tensor a = matrix(machine, rows, terms, form.aTransposed());
                  Tensor b = matrix(machine, terms, columns, form.bTransposed());
                  Tensor c = machine.allocate(rows, columns);
                  Tensor added = adds ? machine.allocate(rows, columns) : null;
                  a.set(OpCase.random("a", a));
                  b.set(OpCase.random("b", b));
                  c.set(OpCase.random("c", c));
                  if (adds) {
                    added.set(OpCase.random("added", added));
                  }
                  Runnable product = machine.kernels().product(form, a, b, added, c);
                  product.run();
                  product.run();
                  return new Tensor[] {c};
                }));
  }

  private static Tensor matrix(Backend machine, int rows, int columns, boolean transposed) {
    return transposed ? machine.allocate(columns, rows) : machine.allocate(rows, columns);
  }

  private static void compare(Deviation worst, Backend backend, Function<Backend, Tensor[]> run) {
    Tensor[] expected = run.apply(new ReferenceBackend());
    Tensor[] actual = run.apply(backend);
    for (int t = 0; t < expected.length; t++) {
      float[] e = expected[t].toArray();
      float[] a = actual[t].toArray();
      double largest = 1;
      for (float value : e) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < e.length; i++) {
        worst.compare("tensor " + t + "[" + i + "]", a[i], e[i], FLOAT * largest);
      }
    }
  }
}
