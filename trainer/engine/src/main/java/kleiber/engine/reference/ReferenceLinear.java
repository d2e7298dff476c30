package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** y = x·wᵀ + bias + residual, where the last two may be absent. */
record ReferenceLinear(
    Variable x, Variable w, Variable bias, Variable residual, Variable y, Gradient xGradient)
    implements Op {
  @Override
  public void forward() {
    of(y.value())
        .setEach(
            (row, column) -> {
              double sum = bias == null ? 0 : of(bias.value()).at(column);
              sum += residual == null ? 0 : of(residual.value()).get(row, column);
              for (int i = 0; i < x.value().columns(); i++) {
                sum += of(x.value()).get(row, i) * of(w.value()).get(column, i);
              }
              return sum;
            });
  }

  @Override
  public void backward() {
    ReferenceTensor.begin(x, xGradient);
    of(y.gradient())
        .each(
            (row, column) -> {
              double dy = of(y.gradient()).get(row, column);
              for (int i = 0; i < x.value().columns(); i++) {
                of(w.gradient()).add(column, i, dy * of(x.value()).get(row, i));
                if (x.hasGradient()) {
                  of(x.gradient()).add(row, i, dy * of(w.value()).get(column, i));
                }
              }
              if (bias != null) {
                of(bias.gradient()).add(0, column, dy);
              }
            });
  }
}
