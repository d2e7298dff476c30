package kleiber.engine.kernels;

/** An {@link UpdateFormula} bound to tensors. */
public interface FormulaUpdate {
  /**
   * Moves every element once.
   *
   * @param numbers those of the formula; number 0 is what clipping leaves of the gradients, or 1
   *     where the device clips them. The array is read at once and may be used again.
   */
  void step(double[] numbers);
}
