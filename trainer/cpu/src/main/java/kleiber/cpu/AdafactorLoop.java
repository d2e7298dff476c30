package kleiber.cpu;

import java.util.Arrays;
import kleiber.engine.kernels.AdafactorUpdate;

/**
 * {@link AdafactorUpdate} in three passes over the rows: moments, the size of the update, the
 * update.
 */
final class AdafactorLoop implements AdafactorUpdate {
  private final Constants constants;
  private final boolean factored;
  private final int rows;
  private final int columns;
  private final Tile p;
  private final Tile g;
  private final Tile v;
  private final Tile m;
  private final double[] columnSums;
  private final float[] rowFactors;
  private final float[] columnFactors;
  private final float[] update;

  AdafactorLoop(
      Constants constants, boolean factored, CpuTensor p, CpuTensor g, CpuTensor v, CpuTensor m) {
    this.constants = constants;
    this.factored = factored;
    this.rows = p.rows();
    this.columns = p.columns();
    this.p = new Tile(p, columns);
    this.g = new Tile(g, columns);
    this.v = new Tile(v, factored ? rows + columns : columns);
    this.m = m == null ? null : new Tile(m, columns);
    this.columnSums = new double[factored ? columns : 0];
    this.rowFactors = new float[factored ? rows : 0];
    this.columnFactors = new float[factored ? columns : 0];
    this.update = new float[columns];
  }

  @Override
  public void step(double lr, double decay, double gradientScale, double beta2) {
    if (factored) {
      updateFactors((float) gradientScale, beta2);
    }
    double squaresOfP = 0;
    double squaresOfU = 0;
    for (int row = 0; row < rows; row++) {
      p.load(row * columns, columns);
      g.load(row * columns, columns);
      if (!factored) {
        updateWhole(row, (float) gradientScale, (float) beta2);
      }
      normalise(row, (float) gradientScale);
      squaresOfP += squares(p.values);
      squaresOfU += squares(update);
    }
    double size = (double) rows * columns;
    double clip = Math.max(1, Math.sqrt(squaresOfU / size) / constants.clipThreshold());
    double scale = Math.max(constants.minScale(), Math.sqrt(squaresOfP / size));
    apply((float) (1 - decay), (float) (lr * scale / clip), (float) gradientScale);
  }

  /** Moves r and c, and leaves 1/√(r/mean(r)) and 1/√c. */
  private void updateFactors(float gradientScale, double beta2) {
    Arrays.fill(columnSums, 0);
    v.load(0, rows + columns);
    double rowTotal = 0;
    for (int row = 0; row < rows; row++) {
      g.load(row * columns, columns);
      double sum = 0;
      for (int i = 0; i < columns; i++) {
        double gradient = g.values[i] * gradientScale;
        double square = gradient * gradient + constants.epsilon();
        sum += square;
        columnSums[i] += square;
      }
      v.values[row] = (float) (beta2 * v.values[row] + (1 - beta2) * sum / columns);
      rowTotal += v.values[row];
    }
    for (int i = 0; i < columns; i++) {
      float mean = (float) (beta2 * v.values[rows + i] + (1 - beta2) * columnSums[i] / rows);
      v.values[rows + i] = mean;
      columnFactors[i] = (float) (1 / Math.sqrt(mean));
    }
    for (int row = 0; row < rows; row++) {
      rowFactors[row] = (float) (1 / Math.sqrt(v.values[row] / (rowTotal / rows)));
    }
    v.store(0, rows + columns);
  }

  private void updateWhole(int row, float gradientScale, float beta2) {
    v.load(row * columns, columns);
    float rest = 1 - beta2;
    float epsilon = (float) constants.epsilon();
    float[] vs = v.values;
    float[] gs = g.values;
    for (int i = 0; i < columns; i++) {
      float gradient = gs[i] * gradientScale;
      vs[i] = beta2 * vs[i] + rest * (gradient * gradient + epsilon);
    }
    v.store(row * columns, columns);
  }

  /** update ← u of a row whose gradient is loaded, and whose v is where it is whole. */
  private void normalise(int row, float gradientScale) {
    float[] gs = g.values;
    if (factored) {
      float factor = rowFactors[row] * gradientScale;
      for (int i = 0; i < columns; i++) {
        update[i] = gs[i] * factor * columnFactors[i];
      }
      return;
    }
    float[] vs = v.values;
    for (int i = 0; i < columns; i++) {
      update[i] = gs[i] * gradientScale / (float) Math.sqrt(vs[i]);
    }
  }

  private void apply(float keep, float rate, float gradientScale) {
    float beta = (float) constants.momentum();
    float rest = (float) (1 - constants.momentum());
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      p.load(from, columns);
      g.load(from, columns);
      if (!factored) {
        v.load(from, columns);
      }
      normalise(row, gradientScale);
      float[] ps = p.values;
      if (m == null) {
        for (int i = 0; i < columns; i++) {
          ps[i] = keep * ps[i] - rate * update[i];
        }
      } else {
        m.load(from, columns);
        float[] ms = m.values;
        for (int i = 0; i < columns; i++) {
          ms[i] = beta * ms[i] + rest * rate * update[i];
          ps[i] = keep * ps[i] - ms[i];
        }
        m.store(from, columns);
      }
      p.store(from, columns);
    }
  }

  private static double squares(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return sum;
  }
}
