package kleiber.trainer.kernels.cpu;

import java.util.Arrays;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.cpu.Primitives.Epilogue;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * Scores by distance as one product a head, [B·T, headWidth] by [headWidth, T]; then each row is
 * turned from distances into keys, which are the same numbers in reverse order.
 */
final class CpuRelativeScores implements Op {
  private final int batch;
  private final int heads;
  private final int length;
  private final Primitive product;
  private final Primitive queryGradient;
  private final Primitive distanceGradient;
  private final Tile byDistance;
  private final Tile byKey;
  private final Tile keyGradient;

  CpuRelativeScores(
      CpuBackend backend,
      Primitives primitives,
      AttentionShape shape,
      Variable q,
      Variable r,
      Variable y) {
    batch = shape.batch();
    heads = shape.heads();
    length = shape.queries();
    int rows = batch * length;
    int width = shape.headWidth();
    Tensor memory = backend.allocate(heads * rows, length);
    Operand scores =
        Operand.matrix(memory)
            .view(
                0, new long[] {heads, rows, length}, new long[] {(long) rows * length, length, 1});
    Operand queries = byHead(q.value(), rows, width);
    Operand distances = byHead(r.value(), length, width);
    Epilogue scaled = Epilogue.scaled(shape.scale(), null);
    product = primitives.matmul(queries, distances.transposed(), scores, scaled);
    byDistance = new Tile(CpuTensor.of(memory), length);
    byKey = new Tile(CpuTensor.of(y.value()), length);
    if (y.hasGradient()) {
      keyGradient = new Tile(CpuTensor.of(y.gradient()), length);
      queryGradient =
          primitives.matmul(scores, distances, byHead(q.gradient(), rows, width), scaled);
      distanceGradient =
          primitives.matmul(
              scores.transposed(), queries, byHead(r.gradient(), length, width), scaled);
    } else {
      keyGradient = null;
      queryGradient = null;
      distanceGradient = null;
    }
  }

  /** [H, rows, headWidth] of a [rows, H·headWidth] tensor. */
  private Operand byHead(Tensor tensor, int rows, int width) {
    return Operand.matrix(tensor)
        .view(0, new long[] {heads, rows, width}, new long[] {width, tensor.rowStride(), 1});
  }

  @Override
  public void forward() {
    product.run();
    turn(byDistance, byKey, true);
  }

  @Override
  public void backward() {
    if (keyGradient != null) {
      turn(keyGradient, byDistance, false);
      queryGradient.run();
      distanceGradient.run();
    }
  }

  private void turn(Tile from, Tile to, boolean toKeys) {
    for (int head = 0; head < heads; head++) {
      for (int sequence = 0; sequence < batch; sequence++) {
        for (int query = 0; query < length; query++) {
          int distanceRow = (head * batch + sequence) * length + query;
          int keyRow = (sequence * heads + head) * length + query;
          from.load((toKeys ? distanceRow : keyRow) * length, length);
          reverse(from.values, to.values, query);
          to.store((toKeys ? keyRow : distanceRow) * length, length);
        }
      }
    }
  }

  /** b[i − j] = a[j] for j ≤ i, zero beyond: the same from distances to keys and back. */
  private static void reverse(float[] a, float[] b, int i) {
    for (int j = 0; j <= i; j++) {
      b[i - j] = a[j];
    }
    Arrays.fill(b, i + 1, b.length, 0f);
  }
}
