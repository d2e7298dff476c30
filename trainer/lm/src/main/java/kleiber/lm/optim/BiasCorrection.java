package kleiber.lm.optim;

/** What Adam does about moments that start at zero. Each system's code has its own answer. */
public enum BiasCorrection {
  /** Divides m by 1 − β₁ᵗ and v by 1 − β₂ᵗ (Kingma and Ba, arXiv:1412.6980, algorithm 1). */
  MOMENTS,
  /**
   * Multiplies the rate by √(1 − β₂ᵗ)/(1 − β₁ᵗ), so that it scales weight decay too and ε is added
   * to the uncorrected root (GPT-1's code).
   */
  RATE,
  /** Nothing (BERT's code). */
  NONE
}
