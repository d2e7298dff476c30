package kleiber.trainer.kernels;

/** Elementwise nonlinearities. Φ is the standard normal distribution function. */
public enum Activation {
  /** max(0, x). */
  RELU,
  /** x·Φ(x), exact with erf (Hendrycks and Gimpel 2016). */
  GELU,
  /** x/2·(1 + tanh(√(2/π)(x + 0.044715x³))), the approximation GPT-2 uses. */
  GELU_TANH,
  /** x·σ(x), also called swish (Elfwing et al. 2017). */
  SILU,
  /** tanh(x). */
  TANH
}
