package kleiber.trainer.kernels.reference;

import kleiber.trainer.kernels.Activation;

/** Activations and their slopes in double precision. */
final class ReferenceMath {
  private ReferenceMath() {}

  static double value(Activation f, double x) {
    return switch (f) {
      case RELU -> Math.max(0, x);
      case GELU -> x * normal(x);
      case GELU_TANH ->
          x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SILU -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
    };
  }

  /** Central difference: exact enough for float32, and independent of any derivation by hand. */
  static double slope(Activation f, double x) {
    if (f == Activation.RELU) {
      return x > 0 ? 1 : 0;
    }
    double h = 1e-5;
    return (value(f, x + h) - value(f, x - h)) / (2 * h);
  }

  /** Φ(x) by its Taylor series around 0, or 0 and 1 far out. */
  private static double normal(double x) {
    if (Math.abs(x) > 9) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18; n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
