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
 * @param parts the matrices that are fused in this one, such as query, key and value
 */
public record Parameter(
    String name, int[] shape, long offset, boolean decayed, double mean, List<Part> parts) {
  /**
   * One of the matrices fused in a parameter.
   *
   * @param rows its rows
   * @param std standard deviation of its initial values
   * @param truncated whether initial values beyond two standard deviations are drawn again
   */
  public record Part(int rows, double std, boolean truncated) {}

  /** The number of elements. */
  public long size() {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  /** The same elsewhere in the flat buffer. */
  Parameter at(long newOffset) {
    return new Parameter(name, shape, newOffset, decayed, mean, parts);
  }

  /**
   * The fused matrices one by one, each as a parameter of its own; itself where nothing is fused.
   */
  List<Parameter> separate() {
    if (parts.size() == 1) {
      return List.of(this);
    }
    List<Parameter> separate = new ArrayList<>();
    long at = offset;
    for (Part part : parts) {
      int[] partShape = shape.clone();
      partShape[0] = part.rows();
      String partName = name + "[" + separate.size() + "]";
      Parameter parameter = new Parameter(partName, partShape, at, decayed, mean, List.of(part));
      separate.add(parameter);
      at += parameter.size();
    }
    return separate;
  }
}
