package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** Layer norm, or RMS norm where rows are not centred and there is no bias. */
record ReferenceNorm(
    boolean centred,
    Variable x,
    Variable gain,
    Variable bias,
    Variable y,
    double epsilon,
    Gradient xGradient)
    implements Op {
  @Override
  public void forward() {
    int width = x.value().columns();
    for (int row = 0; row < x.value().rows(); row++) {
      double[] n = normalised(row);
      for (int c = 0; c < width; c++) {
        double shift = bias == null ? 0 : of(bias.value()).at(c);
        of(y.value()).set(row, c, n[c] * of(gain.value()).at(c) + shift);
      }
    }
  }

  @Override
  public void backward() {
    int width = x.value().columns();
    ReferenceTensor.begin(x, xGradient);
    for (int row = 0; row < x.value().rows(); row++) {
      double[] n = normalised(row);
      double meanH = 0;
      double meanHn = 0;
      for (int c = 0; c < width; c++) {
        double dy = of(y.gradient()).get(row, c);
        double h = dy * of(gain.value()).at(c);
        meanH += centred ? h / width : 0;
        meanHn += h * n[c] / width;
        of(gain.gradient()).add(0, c, dy * n[c]);
        if (bias != null) {
          of(bias.gradient()).add(0, c, dy);
        }
      }
      for (int c = 0; c < width; c++) {
        double h = of(y.gradient()).get(row, c) * of(gain.value()).at(c);
        of(x.gradient()).add(row, c, n[width] * (h - meanH - n[c] * meanHn));
      }
    }
  }

  /** A normalised row, followed by the factor 1/√(variance + ε). */
  private double[] normalised(int row) {
    int width = x.value().columns();
    double mean = 0;
    for (int c = 0; centred && c < width; c++) {
      mean += of(x.value()).get(row, c) / width;
    }
    double variance = 0;
    for (int c = 0; c < width; c++) {
      variance += Math.pow(of(x.value()).get(row, c) - mean, 2) / width;
    }
    double[] n = new double[width + 1];
    n[width] = 1 / Math.sqrt(variance + epsilon);
    for (int c = 0; c < width; c++) {
      n[c] = (of(x.value()).get(row, c) - mean) * n[width];
    }
    return n;
  }
}
