package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** What depends on the places of tokens: embedding, rotation, and biases of attention scores. */
final class ReferencePositions {
  private ReferencePositions() {}

  static Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    int length = tokens.columns();
    return Op.of(
        () ->
            of(y.value())
                .setEach(
                    (row, column) -> {
                      double place =
                          positions == null ? 0 : of(positions.value()).get(row % length, column);
                      return of(table.value()).get((int) of(tokens).at(row), column) + place;
                    }),
        () ->
            of(y.gradient())
                .each(
                    (row, column) -> {
                      double dy = of(y.gradient()).get(row, column);
                      of(table.gradient()).add((int) of(tokens).at(row), column, dy);
                      if (positions != null) {
                        of(positions.gradient()).add(row % length, column, dy);
                      }
                    }));
  }

  static Op rotary(Variable x, int positions, int headWidth, double theta) {
    return Op.of(
        () -> rotate(x.value(), positions, headWidth, theta, 1),
        () -> rotate(x.gradient(), positions, headWidth, theta, -1));
  }

  private static void rotate(Tensor x, int positions, int headWidth, double theta, int sign) {
    int half = headWidth / 2;
    for (int row = 0; row < x.rows(); row++) {
      for (int head = 0; head < x.columns(); head += headWidth) {
        for (int i = 0; i < half; i++) {
          double angle = sign * (row % positions) * Math.pow(theta, -2.0 * i / headWidth);
          double a = of(x).get(row, head + i);
          double b = of(x).get(row, head + half + i);
          of(x).set(row, head + i, a * Math.cos(angle) - b * Math.sin(angle));
          of(x).set(row, head + half + i, b * Math.cos(angle) + a * Math.sin(angle));
        }
      }
    }
  }

  static Op bucketBias(Tensor buckets, Variable table, Variable y) {
    int queries = buckets.rows();
    ReferenceTensor.Formula bucket = (row, key) -> of(buckets).get(row % queries, key);
    return Op.of(
        () ->
            of(y.value())
                .setEach(
                    (row, key) -> of(table.value()).get((int) bucket.at(row, key), row / queries)),
        () ->
            of(y.gradient())
                .each(
                    (row, key) ->
                        of(table.gradient())
                            .add(
                                (int) bucket.at(row, key),
                                row / queries,
                                of(y.gradient()).get(row, key))));
  }

  static Op relativeScores(AttentionShape shape, Variable q, Variable r, Variable y) {
    int length = shape.queries();
    int width = shape.headWidth();
    return Op.of(
        () ->
            of(y.value())
                .setEach(
                    (row, key) -> {
                      int query = row % length;
                      int head = row / length % shape.heads() * width;
                      int queryRow = row / length / shape.heads() * length + query;
                      double sum = 0;
                      for (int c = head; key <= query && c < head + width; c++) {
                        sum += of(q.value()).get(queryRow, c) * of(r.value()).get(query - key, c);
                      }
                      return shape.scale() * sum;
                    }),
        () -> {
          ReferenceTensor.begin(q, Gradient.OVERWRITE);
          ReferenceTensor.begin(r, Gradient.OVERWRITE);
          of(y.gradient())
              .each(
                  (row, key) -> {
                    int query = row % length;
                    int head = row / length % shape.heads() * width;
                    int queryRow = row / length / shape.heads() * length + query;
                    double dy = shape.scale() * of(y.gradient()).get(row, key);
                    for (int c = head; key <= query && c < head + width; c++) {
                      of(q.gradient()).add(queryRow, c, dy * of(r.value()).get(query - key, c));
                      of(r.gradient()).add(query - key, c, dy * of(q.value()).get(queryRow, c));
                    }
                  });
        });
  }
}
