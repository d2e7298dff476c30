package kleiber.lm.model.op;

/**
 * The constant table of distances from 0 on: sines in the first half of the columns, cosines in the
 * second (Vaswani et al., arXiv:1706.03762, section 3.5).
 *
 * @param length distances
 * @param columns an even number of channels
 */
public record Sinusoids(int length, int columns) implements Operand {
  private static final double BASE = 10_000;

  @Override
  public Rows rows() {
    return Rows.shared(length);
  }

  /** Its values, row by row. */
  public float[] values() {
    float[] table = new float[length * columns];
    for (int distance = 0; distance < length; distance++) {
      for (int i = 0; i < columns / 2; i++) {
        double angle = distance * Math.pow(BASE, -2.0 * i / columns);
        table[distance * columns + i] = (float) Math.sin(angle);
        table[distance * columns + columns / 2 + i] = (float) Math.cos(angle);
      }
    }
    return table;
  }
}
