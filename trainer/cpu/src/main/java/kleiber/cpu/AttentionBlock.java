package kleiber.cpu;

import kleiber.engine.kernels.AttentionShape;

/**
 * A part of attention that is computed at once: some query rows of one member of some groups of
 * heads, in some sequences, and the keys that those rows may see.
 *
 * @param sequence the first of {@code sequences}
 * @param group the first of {@code groups}, that each share a key-value head
 * @param member of the query heads that share a key-value head
 * @param from the first of {@code rows} query positions
 * @param firstKey the first of {@code seen} keys
 */
record AttentionBlock(
    AttentionShape shape,
    int sequence,
    int sequences,
    int group,
    int groups,
    int member,
    int from,
    int rows,
    int firstKey,
    int seen) {
  /** Elements of the scores. */
  long size() {
    return (long) sequences * groups * rows * seen;
  }

  /** [sequences, groups, rows, headWidth] of a [B·T, H·headWidth] matrix. */
  DnnlOperand queries(DnnlOperand matrix) {
    long stride = matrix.strides()[0];
    long width = shape.headWidth();
    long sequenceStride = shape.queries() * stride;
    return matrix.view(
        sequence * sequenceStride + from * stride + (group * shape.group() + member) * width,
        new long[] {sequences, groups, rows, width},
        new long[] {sequenceStride, shape.group() * width, stride, 1});
  }

  /** [sequences, groups, seen, headWidth] of a [B·T, K·headWidth] matrix. */
  DnnlOperand keys(DnnlOperand matrix) {
    long stride = matrix.strides()[0];
    long width = shape.headWidth();
    long sequenceStride = shape.keys() * stride;
    return matrix.view(
        sequence * sequenceStride + firstKey * stride + group * width,
        new long[] {sequences, groups, seen, width},
        new long[] {sequenceStride, width, stride, 1});
  }

  /** Whose scores a row of the block holds, and where in the block's scores it begins. */
  interface Row {
    void visit(int inSequence, int head, int query, int at);
  }

  /** The step that visits all rows of the scores in their order. */
  Runnable eachRow(Row body) {
    return () -> {
      int at = 0;
      for (int i = 0; i < sequences; i++) {
        for (int j = 0; j < groups; j++) {
          for (int row = 0; row < rows; row++) {
            body.visit(sequence + i, (group + j) * shape.group() + member, from + row, at);
            at += seen;
          }
        }
      }
    };
  }

  /** The dimensions of the scores. */
  long[] dims() {
    return new long[] {sequences, groups, rows, seen};
  }
}
