package kleiber.trainer.model;

/** In which type a value or gradient is kept. */
public enum Storage {
  /** In fp32. */
  FLOAT,
  /** In what matrix products read, since nothing else reads it. */
  PRODUCT
}
