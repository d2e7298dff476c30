package kleiber.engine.claims;

import static kleiber.engine.kernels.UpdateFormula.GRADIENT_SCALE;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.FormulaUpdate;
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
        product(37, 21, 45, false, true, 1, false),
        product(37, 21, 45, false, false, -0.7, true),
        product(37, 21, 45, true, false, 1, true),
        product(64, 128, 64, true, false, 0.25, false),
        product(1, 3, 2, false, false, 2, true),
        normalize(1),
        normalize(70001));
  }

  private static Claim normalize(int size) {
    return new Claim(
        "kernels",
        "normalize " + size,
        (backend, worst) ->
            compare(
                worst,
                backend,
                machine -> {
                  Tensor x = machine.allocate(size);
                  x.set(OpCase.random("x", x));
                  Runnable normalize = machine.kernels().normalize(x, 0.5);
                  normalize.run();
                  normalize.run();
                  return new Tensor[] {x};
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

  private static Claim product(
      int rows,
      int terms,
      int columns,
      boolean aTransposed,
      boolean bTransposed,
      double scale,
      boolean adds) {
    String name =
        String.format(
            Locale.ROOT,
            "product %d x %d%s by %d%s, scale %s%s",
            rows,
            terms,
            aTransposed ? " transposed" : "",
            columns,
            bTransposed ? " transposed" : "",
            scale,
            adds ? ", added to" : "");
    return new Claim(
        "kernels",
        name,
        (backend, worst) ->
            compare(
                worst,
                backend,
                machine -> {
                  Tensor a =
                      aTransposed ? machine.allocate(terms, rows) : machine.allocate(rows, terms);
                  Tensor b =
                      bTransposed
                          ? machine.allocate(columns, terms)
                          : machine.allocate(terms, columns);
                  Tensor c = machine.allocate(rows, columns);
                  Tensor added = adds ? machine.allocate(rows, columns) : null;
                  a.set(OpCase.random("a", a));
                  b.set(OpCase.random("b", b));
                  c.set(OpCase.random("c", c));
                  if (adds) {
                    added.set(OpCase.random("added", added));
                  }
                  Runnable product =
                      machine.kernels().product(a, aTransposed, b, bTransposed, scale, added, c);
                  product.run();
                  product.run();
                  return new Tensor[] {c};
                }));
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
