package kleiber.engine.kernels;

/** Elementwise nonlinearities. Φ is the standard normal distribution function. */
public enum Activation {
  /** max(0, x). */
  RELU {
    @Override
    public double value(double x) {
      return Math.max(0, x);
    }
  },
  /** x·Φ(x), exact with erf (Hendrycks and Gimpel 2016). */
  GELU {
    @Override
    public double value(double x) {
      return x * normal(x);
    }
  },
  /** x/2·(1 + tanh(√(2/π)(x + 0.044715x³))), the approximation GPT-2 uses. */
  GELU_TANH {
    @Override
    public double value(double x) {
      return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
  },
  /** x·σ(x), also called swish (Elfwing et al. 2017). */
  SILU {
    @Override
    public double value(double x) {
      return x / (1 + Math.exp(-x));
    }
  },
  /** tanh(x). */
  TANH {
    @Override
    public double value(double x) {
      return Math.tanh(x);
    }
  },
  /** max(0, x)² (So et al., arXiv:2109.08668, section 4). */
  RELU_SQUARED {
    @Override
    public double value(double x) {
      return Math.pow(Math.max(0, x), 2);
    }
  };

  /** The function itself, in double precision: what backends are held to. */
  public abstract double value(double x);

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
