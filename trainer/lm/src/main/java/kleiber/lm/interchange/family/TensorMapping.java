package kleiber.lm.interchange.family;

/**
 * One Hugging Face tensor as a part of one of Kleiber's parameters.
 *
 * @param name the Hugging Face name
 * @param parameter Kleiber's name
 * @param firstRow where the part starts in the parameter, in rows of its matrix
 * @param rows rows of the part, as Kleiber stores them
 * @param columns columns of the part; 0 for a vector of {@code rows} elements
 * @param transposed whether the file stores [columns, rows], as GPT-2's Conv1D does
 */
public record TensorMapping(
    String name, String parameter, int firstRow, int rows, int columns, boolean transposed) {

  /** The shape in the file. */
  public int[] shape() {
    if (columns == 0) {
      return new int[] {rows};
    }
    return transposed ? new int[] {columns, rows} : new int[] {rows, columns};
  }

  /** Where the part starts in the parameter, in elements. */
  public long offset() {
    return (long) firstRow * Math.max(1, columns);
  }

  /** From Kleiber's order to the file's, or back where {@code toFile} is false. */
  public float[] reorder(float[] values, boolean toFile) {
    if (!transposed) {
      return values;
    }
    float[] result = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int ours = row * columns + column;
        int theirs = column * rows + row;
        result[toFile ? theirs : ours] = values[toFile ? ours : theirs];
      }
    }
    return result;
  }
}
