package kleiber.torch;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Rows of a table; ATen's dense gradient sums repeated tokens in a fixed order. */
final class TorchEmbedding {
  private TorchEmbedding() {}

  static Op bind(
      TorchMemory memory, Tensor tokens, Variable table, Variable positions, Variable y) {
    long rows = tokens.size();
    long length = tokens.columns();
    long width = y.value().columns();
    var indices = TorchTensor.vector(tokens);
    TorchCalls forward =
        new TorchCalls(memory)
            .op(
                "index_select.out",
                TorchTensor.matrix(table.value()),
                0,
                indices,
                TorchTensor.matrix(y.value()));
    TorchCalls backward = new TorchCalls(memory);
    if (table.hasGradient()) {
      var gradient = TorchTensor.matrix(table.gradient());
      var share = memory.transientFor("embedding", gradient.size(0), width);
      backward
          .op(
              "embedding_dense_backward.out",
              TorchTensor.matrix(y.gradient()),
              indices,
              table.value().rows(),
              -1,
              false,
              share)
          .add(gradient, share, gradient);
    }
    if (positions != null) {
      var summed = TorchTensor.shaped(y.value(), rows / length, length, width);
      forward.add(summed, TorchTensor.shaped(positions.value(), length, width), summed);
      if (positions.hasGradient()) {
        backward.addColumnSums(
            TorchTensor.shaped(y.gradient(), rows / length, length * width),
            TorchTensor.shaped(positions.gradient(), length * width));
      }
    }
    return new TorchOp(forward, backward);
  }
}
