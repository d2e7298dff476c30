package kleiber.lm.model.op;

/**
 * A parameter as an op reads it: whole, or some of its rows. Vectors have one column.
 *
 * @param parameter where it lies
 * @param firstRow the first row that is read
 * @param rows how many are
 */
public record Weight(Parameter parameter, int firstRow, int rows) {
  /** All of {@code parameter}. */
  public static Weight of(Parameter parameter) {
    return new Weight(parameter, 0, parameter.shape()[0]);
  }

  /** Some rows of this. */
  public Weight rows(int from, int count) {
    return new Weight(parameter, firstRow + from, count);
  }

  /** The columns of a matrix, 1 for a vector. */
  public int columns() {
    return parameter.shape().length == 1 ? 1 : parameter.shape()[1];
  }

  /** Elements before the first that is read. */
  public long offset() {
    return (long) firstRow * columns();
  }
}
