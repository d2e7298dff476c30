package kleiber.lm.model.op;

import java.util.ArrayList;
import java.util.List;
import kleiber.lm.model.spec.Role;

/**
 * One named slice of the flat parameter buffer.
 *
 * @param name such as {@code layers.0.attn.qkv.weight}
 * @param shape linear weights are [out, in]
 * @param offset of the first element in the flat buffer
 * @param parts the matrices that are fused in this one, such as query, key and value, all of one
 *     kind
 */
public record Parameter(String name, int[] shape, long offset, List<Part> parts) {
  /**
   * One of the matrices fused in a parameter.
   *
   * @param rows its rows
   * @param role what it is for
   * @param std standard deviation of its initial values
   * @param truncated whether initial values beyond two standard deviations are drawn again
   * @param rate the parametrisation's factor on the learning rate, for optimisers such as Adam
   */
  public record Part(int rows, Role role, double std, boolean truncated, double rate) {
    /** A vector, all of whose values start the same. */
    public static Part constant(int rows, Role role) {
      return new Part(rows, role, 0, false, 1);
    }
  }

  /** The number of elements. */
  public long size() {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  /** What all parts of it are. */
  public Role.Kind kind() {
    return parts.get(0).role().kind();
  }

  /** The factor that all parts of it have on the learning rate. */
  public double rate() {
    return parts.get(0).rate();
  }

  /** Whether weight decay applies. */
  public boolean decayed() {
    return parts.get(0).role().decayed();
  }

  /** Whether Kaplan's N leaves it out. */
  public boolean embedsOrUnembeds() {
    return parts.get(0).role().embedsOrUnembeds();
  }

  /** The value that initialisation is centred on: 1 for gains, else 0. */
  public double mean() {
    return parts.get(0).role().mean();
  }

  /** The same elsewhere in the flat buffer. */
  public Parameter at(long newOffset) {
    return new Parameter(name, shape, newOffset, parts);
  }

  /**
   * The fused matrices one by one, each as a parameter of its own; itself where nothing is fused.
   */
  public List<Parameter> separate() {
    if (parts.size() == 1) {
      return List.of(this);
    }
    List<Parameter> separate = new ArrayList<>();
    long at = offset;
    for (Part part : parts) {
      int[] partShape = shape.clone();
      partShape[0] = part.rows();
      String partName = name + "[" + separate.size() + "]";
      Parameter parameter = new Parameter(partName, partShape, at, List.of(part));
      separate.add(parameter);
      at += parameter.size();
    }
    return separate;
  }
}
