package kleiber.torch;

import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Scores by distance as one product over dense heads, gathered to scores by key: key j of query i
 * is at distance i − j.
 */
final class TorchRelativeScores {
  private final TorchMemory memory;
  private final int batch;
  private final int heads;
  private final int length;
  private final int width;
  private final double scale;

  TorchRelativeScores(TorchMemory memory, AttentionShape shape) {
    this.memory = memory;
    this.batch = shape.batch();
    this.heads = shape.heads();
    this.length = shape.queries();
    this.width = shape.headWidth();
    this.scale = shape.scale();
  }

  Op bind(Variable q, Variable r, Variable y) {
    long rows = (long) batch * length;
    Tensor queries = memory.allocate(heads, rows, width);
    Tensor distances = memory.allocate(heads, length, width);
    Tensor scores = memory.transientFor("by distance", heads, rows, length);
    Tensor byHead = memory.keep(scores.view(heads, batch, length, length).transpose(0, 1));
    Tensor gathered = memory.transientFor("by key", batch, heads, length, length);
    Tensor index = memory.allocate(ScalarType.Long, 1, 1, length, length);
    Tensor seen = memory.allocate(1, 1, length, length);
    fill(index, seen);
    Tensor everywhere = memory.keep(index.expand(batch, heads, length, length));
    TorchCalls forward =
        new TorchCalls(memory)
            .copy(heads(q.value(), rows), queries)
            .copy(heads(r.value(), length), distances)
            .op("bmm.out", queries, transposed(distances), scores)
            .op("gather.out", byHead, 3, everywhere, false, gathered)
            .scale(gathered, scale, gathered)
            .multiply(gathered, seen, TorchTensor.shaped(y.value(), batch, heads, length, length));
    TorchCalls backward = new TorchCalls(memory);
    if (y.hasGradient()) {
      Tensor dQueries = memory.transientFor("dQueries", heads, rows, width);
      Tensor dDistances = memory.transientFor("dDistances", heads, length, width);
      backward
          .multiply(TorchTensor.shaped(y.gradient(), batch, heads, length, length), seen, gathered)
          .scale(gathered, scale, gathered)
          // A query sees a distance at one key at most, and the index turns both ways.
          .op("gather.out", gathered, 3, everywhere, false, memory.keep(byHead))
          .multiply(byHead, seen, byHead)
          .op("bmm.out", scores, distances, dQueries)
          .copy(dQueries, heads(q.gradient(), rows))
          .op("bmm.out", transposed(scores), queries, dDistances)
          .copy(dDistances, heads(r.gradient(), length));
    }
    return new TorchOp(forward, backward);
  }

  /** index[i, j] = i − j where key j is seen, else 0, where {@code seen} is 0. */
  private void fill(Tensor index, Tensor seen) {
    long[] distances = new long[length * length];
    float[] flags = new float[length * length];
    for (int query = 0; query < length; query++) {
      for (int key = 0; key <= query; key++) {
        distances[query * length + key] = query - key;
        flags[query * length + key] = 1;
      }
    }
    HostValues.copy(distances, index);
    HostValues.copy(flags, seen);
  }

  private Tensor transposed(Tensor matrices) {
    return memory.keep(matrices.transpose(1, 2));
  }

  /** [H, rows, headWidth] of a [rows, H·headWidth] tensor. */
  private Tensor heads(kleiber.engine.tensor.Tensor tensor, long rows) {
    return TorchTensor.of(tensor)
        .strided(0, new long[] {heads, rows, width}, new long[] {width, tensor.rowStride(), 1});
  }
}
