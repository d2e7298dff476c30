package kleiber.engine.tensor;

import java.util.Locale;

/** The element type of matrix products; parameters and optimiser state are always fp32. */
public enum Precision {
  FP32,
  /** fp32 whose factors tensor cores round to 10 bits of mantissa; on GPUs only. */
  TF32,
  /** Factors rounded to bfloat16, sums in fp32. */
  BF16;

  /** The name in configurations and records: fp32, tf32, bf16. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
