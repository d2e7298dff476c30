package kleiber.engine.reference;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import kleiber.engine.kernels.AdafactorUpdate;

/** {@link AdafactorUpdate} as its formula reads. */
record ReferenceAdafactor(
    Constants k,
    boolean factored,
    ReferenceTensor p,
    ReferenceTensor g,
    ReferenceTensor v,
    ReferenceTensor m)
    implements AdafactorUpdate {

  @Override
  public void step(double lr, double decay, double gradientScale, double beta2) {
    int rows = p.rows();
    int columns = p.columns();
    int size = rows * columns;
    IntToDoubleFunction gradient = i -> gradientScale * g.at(i);
    IntToDoubleFunction square = i -> Math.pow(gradient.applyAsDouble(i), 2) + k.epsilon();
    double[] u = new double[size];
    if (factored) {
      for (int row = 0; row < rows; row++) {
        int from = row * columns;
        move(row, beta2, mean(columns, i -> square.applyAsDouble(from + i)));
      }
      for (int column = 0; column < columns; column++) {
        int at = column;
        move(rows + column, beta2, mean(rows, i -> square.applyAsDouble(i * columns + at)));
      }
      double meanOfRows = mean(rows, v::at);
      for (int i = 0; i < size; i++) {
        double estimate = v.at(i / columns) / meanOfRows * v.at(rows + i % columns);
        u[i] = gradient.applyAsDouble(i) / Math.sqrt(estimate);
      }
    } else {
      for (int i = 0; i < size; i++) {
        move(i, beta2, square.applyAsDouble(i));
        u[i] = gradient.applyAsDouble(i) / Math.sqrt(v.at(i));
      }
    }
    double clip = Math.max(1, rootMeanSquare(size, i -> u[i]) / k.clipThreshold());
    double scale = Math.max(k.minScale(), rootMeanSquare(size, p::at));
    for (int i = 0; i < size; i++) {
      double delta = lr * scale * u[i] / clip;
      if (m != null) {
        delta = k.momentum() * m.at(i) + (1 - k.momentum()) * delta;
        m.put(i, delta);
      }
      p.put(i, (1 - decay) * p.at(i) - delta);
    }
  }

  private void move(int index, double beta2, double value) {
    v.put(index, beta2 * v.at(index) + (1 - beta2) * value);
  }

  private static double mean(int count, IntToDoubleFunction f) {
    return IntStream.range(0, count).mapToDouble(f).sum() / count;
  }

  private static double rootMeanSquare(int count, IntToDoubleFunction f) {
    return Math.sqrt(mean(count, i -> Math.pow(f.applyAsDouble(i), 2)));
  }
}
