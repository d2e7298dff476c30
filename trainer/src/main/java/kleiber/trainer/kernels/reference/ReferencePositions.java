package kleiber.trainer.kernels.reference;

import static kleiber.trainer.kernels.reference.ReferenceKernels.each;
import static kleiber.trainer.kernels.reference.ReferenceKernels.of;
import static kleiber.trainer.kernels.reference.ReferenceKernels.op;

import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** Attention biases that depend on places. */
final class ReferencePositions {
  private ReferencePositions() {}

  static Op bucketBias(Tensor buckets, Variable table, Variable y) {
    int queries = buckets.rows();
    return op(
        () ->
            each(
                y.value(),
                (row, key) -> {
                  int bucket = (int) of(buckets).get(row % queries, key);
                  of(y.value()).set(row, key, of(table.value()).get(bucket, row / queries));
                }),
        () ->
            each(
                y.value(),
                (row, key) -> {
                  int bucket = (int) of(buckets).get(row % queries, key);
                  of(table.gradient()).add(bucket, row / queries, of(y.gradient()).get(row, key));
                }));
  }

  static Op relativeScores(AttentionShape shape, Variable q, Variable r, Variable y) {
    int length = shape.queries();
    int width = shape.headWidth();
    return op(
        () ->
            each(
                y.value(),
                (row, key) -> {
                  int query = row % length;
                  int head = row / length % shape.heads() * width;
                  int queryRow = row / length / shape.heads() * length + query;
                  double sum = 0;
                  for (int c = head; key <= query && c < head + width; c++) {
                    sum += of(q.value()).get(queryRow, c) * of(r.value()).get(query - key, c);
                  }
                  of(y.value()).set(row, key, shape.scale() * sum);
                }),
        () -> {
          ReferenceKernels.begin(q, Gradient.OVERWRITE);
          ReferenceKernels.begin(r, Gradient.OVERWRITE);
          each(
              y.value(),
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
