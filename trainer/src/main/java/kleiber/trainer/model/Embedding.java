package kleiber.trainer.model;

import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.Positions;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** The beginning of the residual stream: tokens, learned positions and segments, added up. */
final class Embedding {
  private Embedding() {}

  /**
   * Appends the embedding of {@code tokens} [B, T].
   *
   * @param segments [B, T], or null for a model without
   */
  static Variable append(Assembly assembly, Stream stream, Tensor tokens, Tensor segments) {
    Kernels kernels = assembly.kernels();
    Variable hidden = stream.next();
    Variable table = assembly.shared("embed.tokens.weight");
    assembly.add(kernels.embedding(tokens, table, positions(assembly), hidden));
    if (segments != null) {
      Variable segment = stream.next();
      Variable segmentTable = assembly.shared("embed.segments.weight");
      assembly.add(kernels.embedding(segments, segmentTable, null, segment));
      Variable sum = stream.next();
      assembly.add(kernels.residual(hidden, segment, sum));
      hidden = sum;
      if (assembly.spec().block() == BlockForm.POST_NORM) {
        hidden = stream.turn();
        assembly.norm("embed.norm", sum, hidden, Gradient.OVERWRITE);
      }
    }
    return assembly.dropped(hidden, assembly.spec().dropout().embedding());
  }

  /** The rows of the position table from that of position 0 on, or null. */
  private static Variable positions(Assembly assembly) {
    if (!(assembly.spec().positions() instanceof Positions.Learned learned)) {
      return null;
    }
    int width = assembly.spec().width();
    Variable table = assembly.shared("embed.positions.weight");
    int rows = table.value().rows();
    return table
        .reshape(rows * width)
        .slice((long) learned.firstRow() * width, rows - learned.firstRow(), width);
  }
}
