package kleiber.lm.model.op;

/** Where the gradient of a value lies. */
public sealed interface GradientPlace {
  /**
   * In memory that all gradients of this slot share, one after the other.
   *
   * @param name of the slot
   * @param storage of the gradient
   */
  record Slot(String name, Storage storage) implements GradientPlace {}

  /** In the value's own memory, which it overwrites: a loss alone may read the value. */
  record InPlace() implements GradientPlace {}
}
