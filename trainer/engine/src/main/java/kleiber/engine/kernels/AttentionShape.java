package kleiber.engine.kernels;

/**
 * The shape of one attention call.
 *
 * @param batch sequences B
 * @param queries query positions per sequence, Tq
 * @param keys key positions per sequence, Tk
 * @param heads query heads H
 * @param keyValueHeads K, a divisor of H: query head h reads key-value head h / (H / K)
 * @param headWidth channels per head
 * @param mask which keys a query may see
 * @param scale factor on q·k before the softmax, usually 1/√headWidth
 */
public record AttentionShape(
    int batch,
    int queries,
    int keys,
    int heads,
    int keyValueHeads,
    int headWidth,
    AttentionMask mask,
    double scale) {
  public AttentionShape {
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          heads + " heads cannot share " + keyValueHeads + " key-value heads evenly");
    }
    if (mask.causal() && queries != keys) {
      throw new IllegalArgumentException("causal attention needs as many queries as keys");
    }
  }

  /** Scores of all sequences and heads. */
  public long scores() {
    return (long) batch * heads * queries * keys;
  }

  /** Query heads that share one key-value head. */
  public int group() {
    return heads / keyValueHeads;
  }
}
