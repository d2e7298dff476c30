package kleiber.lm.optim;

import static kleiber.engine.kernels.UpdateFormula.GRADIENT_SCALE;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.op.Parameter;

/** {@link Shampoo} of one matrix. */
final class ShampooMatrix {
  private static final ProductForm PLAIN = ProductForm.scaled(1);
  private static final double LEAST = 1e-30;
  private static final double RMS = 0.2;

  private static final UpdateFormula MOMENTUM =
      UpdateFormula.over("g", "m", "u")
          .numbers("beta1", "rest1")
          .scale("u", GRADIENT_SCALE, "g")
          .mix("m", "beta1", "m", "rest1", "u");
  private static final UpdateFormula MEAN =
      UpdateFormula.over("mean", "gram")
          .numbers("beta2", "rest2")
          .mix("mean", "beta2", "mean", "rest2", "gram");
  private static final UpdateFormula COPY =
      UpdateFormula.over("u", "m").numbers("one").scale("u", "one", "m");
  private static final UpdateFormula STEP =
      UpdateFormula.over("u", "p")
          .numbers("keep", "minusRate")
          .mix("p", "keep", "p", "minusRate", "u");

  private final ParameterGroup group;
  private final double size;
  private final FormulaUpdate momentum;
  private final double[] momentumNumbers;
  private final List<Runnable> direction = new ArrayList<>();
  private final FormulaUpdate step;
  private final double[] stepNumbers = {1, 1, 0};
  private final List<Runnable> statistics = new ArrayList<>();
  private final List<Runnable> roots = new ArrayList<>();

  ShampooMatrix(
      Shampoo spec,
      Kernels kernels,
      Workspace workspace,
      Parameter matrix,
      Variable parameters,
      Tensor first,
      Preconditioners sides) {
    int rows = matrix.shape()[0];
    int columns = matrix.shape()[1];
    Variable own = parameters.slice(matrix.offset(), rows, columns);
    Tensor m = first.slice(matrix.offset(), matrix.size()).reshape(rows, columns);
    Tensor u = workspace.whole(0, rows, columns);
    this.group = spec.decayed().group(matrix, spec.rates(), spec.weightDecay());
    this.size = RMS * Math.sqrt(matrix.size());
    this.momentum = kernels.update(MOMENTUM, own.gradient(), m, u);
    this.momentumNumbers = new double[] {1, spec.beta1(), 1 - spec.beta1()};
    double[] mean = {1, spec.beta2(), 1 - spec.beta2()};
    Tensor from = m;
    for (int side = 0; side < 2; side++) {
      if (!sides.has(matrix, side)) {
        continue;
      }
      Tensor gram = workspace.square(0, matrix.shape()[side]);
      ProductForm form = side == 0 ? ProductForm.ofRows() : ProductForm.ofColumns();
      FormulaUpdate moved = kernels.update(MEAN, sides.statistic(matrix, side), gram);
      statistics.add(kernels.product(form, u, u, null, gram));
      statistics.add(() -> moved.step(mean));
      Tensor root = sides.root(matrix, side);
      Tensor to = workspace.whole(from == m ? 1 : 0, rows, columns);
      direction.add(
          side == 0
              ? kernels.product(PLAIN, root, from, null, to)
              : kernels.product(PLAIN, from, root, null, to));
      from = to;
      roots.add(
          new InverseRoot(
              kernels,
              workspace,
              sides.statistic(matrix, side),
              sides.identity(matrix, side),
              root,
              sides.power(matrix),
              spec.ridge()));
    }
    if (from == m) {
      Tensor to = workspace.whole(1, rows, columns);
      FormulaUpdate copy = kernels.update(COPY, to, m);
      direction.add(() -> copy.step(new double[] {1, 1}));
      from = to;
    }
    direction.add(kernels.normalize(from, from, 1, LEAST));
    this.step = kernels.update(STEP, from, own.value());
  }

  void apply(Optimizer.Update update) {
    momentumNumbers[0] = update.gradientScale();
    momentum.step(momentumNumbers);
    run(statistics);
    run(direction);
    double rate = group.lr(update);
    stepNumbers[1] = 1 - rate * group.decay();
    stepNumbers[2] = -rate * size;
    step.step(stepNumbers);
  }

  /** Computes the roots of what the statistics are now. */
  void renew() {
    run(roots);
  }

  private static void run(List<Runnable> calls) {
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).run();
    }
  }
}
