package kleiber.lm.model.op;

/**
 * What an op computes. Values stay until the backward pass has used them, so each has memory of its
 * own. A gradient is dead as soon as the op before has read it, so gradients share a <em>slot</em>
 * among all layers.
 *
 * @param name no two values of a model have the same
 * @param rows its rows
 * @param columns its columns
 * @param storage of the value
 * @param gradient where its gradient lies
 */
public record Value(String name, Rows rows, int columns, Storage storage, GradientPlace gradient)
    implements Operand {
  /** Some columns of it. */
  public Operand.Columns columnRange(int from, int count) {
    return new Operand.Columns(this, from, count);
  }

  /** Elements in a batch of {@code sequences}. */
  public long size(int sequences) {
    return rows.of(sequences) * columns;
  }
}
