package kleiber.lm.model.op;

import kleiber.engine.tensor.ElementType;

/** In which type a value or gradient is kept. */
public enum Storage {
  /** In fp32. */
  FLOAT,
  /** In what matrix products read, since nothing else reads it. */
  PRODUCT;

  /**
   * The type on a backend.
   *
   * @param productType what its matrix products read
   */
  public ElementType type(ElementType productType) {
    return this == PRODUCT ? productType : ElementType.F32;
  }
}
