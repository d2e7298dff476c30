package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

import kleiber.engine.kernels.AttentionMask;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.DropoutMask;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** Attention one query at a time. */
final class ReferenceAttention implements Op {
  private final AttentionShape shape;
  private final Variable q;
  private final Variable k;
  private final Variable v;
  private final AttentionOptions options;
  private final Variable y;
  private final DropoutMask dropout;

  ReferenceAttention(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    this.shape = shape;
    this.q = q;
    this.k = k;
    this.v = v;
    this.options = options;
    this.y = y;
    this.dropout = options.dropout() == null ? null : options.dropout().mask(shape.scores());
  }

  @Override
  public void forward() {
    each(
        (sequence, head, query) -> {
          double[] p = probabilities(sequence, head, query);
          for (int key = 0; key < p.length; key++) {
            p[key] *= kept(sequence, head, query, key);
          }
          for (int c = 0; c < shape.headWidth(); c++) {
            double sum = 0;
            for (int key = 0; key < p.length; key++) {
              sum += p[key] * of(v.value()).get(keyRow(sequence, key), keyColumn(head) + c);
            }
            of(y.value()).set(queryRow(sequence, query), queryColumn(head) + c, sum);
          }
        });
  }

  @Override
  public void backward() {
    ReferenceTensor.begin(q, Gradient.OVERWRITE);
    ReferenceTensor.begin(k, Gradient.OVERWRITE);
    ReferenceTensor.begin(v, Gradient.OVERWRITE);
    if (options.bias() != null) {
      ReferenceTensor.begin(options.bias(), options.biasGradient());
    }
    each(this::backward);
  }

  private void backward(int sequence, int head, int query) {
    double[] p = probabilities(sequence, head, query);
    double[] dp = new double[p.length];
    double mean = 0;
    int row = queryRow(sequence, query);
    for (int key = 0; key < p.length; key++) {
      double kept = kept(sequence, head, query, key);
      for (int c = 0; c < shape.headWidth(); c++) {
        double dy = kept * of(y.gradient()).get(row, queryColumn(head) + c);
        dp[key] += dy * of(v.value()).get(keyRow(sequence, key), keyColumn(head) + c);
        of(v.gradient()).add(keyRow(sequence, key), keyColumn(head) + c, p[key] * dy);
      }
      mean += p[key] * dp[key];
    }
    for (int key = 0; key < p.length; key++) {
      double dBiased = p[key] * (dp[key] - mean);
      if (options.bias() != null) {
        of(options.bias().gradient()).add(biasRow(sequence, head, query), key, dBiased);
      }
      double dScore = shape.scale() * dBiased;
      for (int c = 0; c < shape.headWidth(); c++) {
        int keyRow = keyRow(sequence, key);
        of(q.gradient())
            .add(
                row,
                queryColumn(head) + c,
                dScore * of(k.value()).get(keyRow, keyColumn(head) + c));
        of(k.gradient())
            .add(
                keyRow,
                keyColumn(head) + c,
                dScore * of(q.value()).get(row, queryColumn(head) + c));
      }
    }
  }

  private double[] probabilities(int sequence, int head, int query) {
    double[] p = new double[shape.keys()];
    double max = Double.NEGATIVE_INFINITY;
    for (int key = 0; key < p.length; key++) {
      p[key] = score(sequence, head, query, key);
      max = Math.max(max, p[key]);
    }
    double sum = 0;
    for (int key = 0; key < p.length; key++) {
      p[key] = Math.exp(p[key] - max);
      sum += p[key];
    }
    for (int key = 0; key < p.length; key++) {
      p[key] /= sum;
    }
    return p;
  }

  private double score(int sequence, int head, int query, int key) {
    AttentionMask mask = shape.mask();
    boolean hidden = key < mask.firstKey(query) || key >= mask.endKey(query, shape.keys());
    if (hidden || options.keyLengths() != null && key >= of(options.keyLengths()).at(sequence)) {
      return Double.NEGATIVE_INFINITY;
    }
    double score =
        options.bias() == null
            ? 0
            : of(options.bias().value()).get(biasRow(sequence, head, query), key);
    for (int c = 0; c < shape.headWidth(); c++) {
      score +=
          shape.scale()
              * of(q.value()).get(queryRow(sequence, query), queryColumn(head) + c)
              * of(k.value()).get(keyRow(sequence, key), keyColumn(head) + c);
    }
    return score;
  }

  private double kept(int sequence, int head, int query, int key) {
    long row = ((long) sequence * shape.heads() + head) * shape.queries() + query;
    return dropout == null
        ? 1
        : dropout.factor(options.dropout().call().getAsLong(), row * shape.keys() + key);
  }

  private int biasRow(int sequence, int head, int query) {
    int first = options.biasPerSequence(shape) ? sequence * shape.heads() : 0;
    return (first + head) * shape.queries() + query;
  }

  private interface Body {
    void at(int sequence, int head, int query);
  }

  private void each(Body body) {
    for (int sequence = 0; sequence < shape.batch(); sequence++) {
      for (int head = 0; head < shape.heads(); head++) {
        for (int query = 0; query < shape.queries(); query++) {
          body.at(sequence, head, query);
        }
      }
    }
  }

  private int queryRow(int sequence, int query) {
    return sequence * shape.queries() + query;
  }

  private int keyRow(int sequence, int key) {
    return sequence * shape.keys() + key;
  }

  private int queryColumn(int head) {
    return head * shape.headWidth();
  }

  private int keyColumn(int head) {
    return head / shape.group() * shape.headWidth();
  }
}
