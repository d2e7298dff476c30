package kleiber.trainer.model;

import java.util.ArrayList;
import java.util.List;

/**
 * One named slice of the flat parameter buffer.
 *
 * @param name such as {@code layers.0.attn.qkv.weight}
 * @param shape linear weights are [out, in]
 * @param offset of the first element in the flat buffer
 * @param decayed whether weight decay applies: matrices yes, vectors no
 * @param mean the value initialisation is centred on: 1 for gains, else 0
 * @param std standard deviation of the initial values
 * @param blocks rows of the matrices that are fused in this one, such as query, key and value; the
 *     sum of all rows
 */
public record Parameter(
    String name,
    int[] shape,
    long offset,
    boolean decayed,
    double mean,
    double std,
    int... blocks) {
  /** The number of elements. */
  public long size() {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  /**
   * The fused matrices one by one, each as a parameter of its own; itself where nothing is fused.
   */
  List<Parameter> separate() {
    List<Parameter> parts = new ArrayList<>();
    long at = offset;
    for (int i = 0; i < blocks.length; i++) {
      int[] part = shape.clone();
      part[0] = blocks[i];
      Parameter parameter =
          new Parameter(name + "[" + i + "]", part, at, decayed, mean, std, blocks[i]);
      parts.add(blocks.length == 1 ? this : parameter);
      at += parameter.size();
    }
    return parts;
  }
}
