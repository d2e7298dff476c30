package kleiber.lm.training;

import kleiber.lm.model.op.AttentionOp;

/**
 * Attention logits before the softmax: products of queries and keys with their factor, less what
 * positions add.
 *
 * @param op of one sequence with itself
 * @param sequences B
 * @param queries [B·T, H·headWidth]
 * @param keys [B·T, K·headWidth]
 */
public record Scores(AttentionOp op, int sequences, Matrix queries, Matrix keys) {
  /** Some columns of an activation. */
  record Matrix(float[] values, int stride, int from) {
    int start(int row, int column) {
      return row * stride + from + column;
    }
  }

  /** The tokens T of a sequence. */
  public int length() {
    return Math.toIntExact(op.queries().rows().count());
  }

  /**
   * One of them.
   *
   * @param row of the query, among those of all sequences
   * @param key its row
   */
  public double at(int row, int key, int head) {
    int width = op.heads().headWidth();
    int perKey = op.heads().heads() / op.heads().keyValueHeads();
    int query = queries.start(row, head * width);
    int other = keys.start(key, head / perKey * width);
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += (double) queries.values[query + i] * keys.values[other + i];
    }
    return op.scale() * sum;
  }

  /**
   * The largest that a query has with a key that it sees.
   *
   * @param most queries of a sequence that are looked at, evenly spaced, the last among them
   */
  double max(int most) {
    int length = length();
    int step = (length + most - 1) / most;
    double max = Double.NEGATIVE_INFINITY;
    for (int first = 0; first < sequences * length; first += length) {
      for (int query = length - 1; query >= 0; query -= step) {
        int end = op.mask().endKey(query, length);
        for (int key = op.mask().firstKey(query); key < end; key++) {
          for (int head = 0; head < op.heads().heads(); head++) {
            max = Math.max(max, at(first + query, first + key, head));
          }
        }
      }
    }
    return max;
  }
}
