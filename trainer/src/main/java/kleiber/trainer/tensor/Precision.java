package kleiber.trainer.tensor;

/** The element type of matrix products; parameters and optimiser state are always fp32. */
public enum Precision {
  FP32,
  BF16
}
