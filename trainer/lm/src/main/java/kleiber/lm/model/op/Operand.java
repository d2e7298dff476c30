package kleiber.lm.model.op;

/** A matrix that an op reads: a value, a part of one, or a constant. */
public sealed interface Operand permits Value, Operand.Columns, Operand.FirstRow, Sinusoids {
  /** Its rows. */
  Rows rows();

  /** Its columns. */
  int columns();

  /** Some columns of a value. */
  record Columns(Value base, int from, int columns) implements Operand {
    @Override
    public Rows rows() {
      return base.rows();
    }
  }

  /** The first row of every sequence of a value. */
  record FirstRow(Value base) implements Operand {
    @Override
    public Rows rows() {
      return Rows.perSequence(1);
    }

    @Override
    public int columns() {
      return base.columns();
    }
  }
}
