package kleiber.trainer.model;

/**
 * One named slice of the flat parameter buffer.
 *
 * @param name such as {@code layers.0.attn.qkv.weight}
 * @param shape linear weights are [out, in]
 * @param offset of the first element in the flat buffer
 * @param decayed whether weight decay applies: matrices yes, vectors no
 * @param mean the value initialisation is centred on: 1 for gains, else 0
 * @param std standard deviation of the initial values
 */
public record Parameter(
    String name, int[] shape, long offset, boolean decayed, double mean, double std) {
  /** The number of elements. */
  public long size() {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return size;
  }
}
