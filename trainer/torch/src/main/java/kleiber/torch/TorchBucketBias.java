package kleiber.torch;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** An embedding of all pairs of places, transposed to one matrix a head. */
final class TorchBucketBias {
  private TorchBucketBias() {}

  static Op bind(TorchMemory memory, Tensor buckets, Variable table, Variable y) {
    long heads = table.value().columns();
    long pairs = buckets.size();
    var indices = TorchTensor.vector(buckets);
    var rows = memory.transientFor("bucket rows", pairs, heads);
    var byHead = memory.keep(rows.t());
    TorchCalls forward =
        new TorchCalls(memory)
            .op("index_select.out", TorchTensor.matrix(table.value()), 0, indices, rows)
            .copy(byHead, TorchTensor.shaped(y.value(), heads, pairs));
    TorchCalls backward = new TorchCalls(memory);
    if (table.hasGradient()) {
      var gradient = TorchTensor.matrix(table.gradient());
      var share = memory.transientFor("bucket share", gradient.size(0), heads);
      backward
          .copy(TorchTensor.shaped(y.gradient(), heads, pairs), byHead)
          .op("embedding_dense_backward.out", rows, indices, table.value().rows(), -1, false, share)
          .add(gradient, share, gradient);
    }
    return new TorchOp(forward, backward);
  }
}
