package kleiber.engine.kernels;

/**
 * Which keys a query may see by their places: always one unbroken range.
 *
 * @param causal whether query i sees keys up to i only
 * @param window of the keys up to i, how many the nearest of them are seen, i itself included; 0
 *     for all. Only with {@code causal}
 */
public record AttentionMask(boolean causal, int window) {
  /** Every query sees every key. */
  public static final AttentionMask NONE = new AttentionMask(false, 0);

  /** Query i sees keys 0 to i. */
  public static final AttentionMask CAUSAL = new AttentionMask(true, 0);

  public AttentionMask {
    if (window < 0 || window > 0 && !causal) {
      throw new IllegalArgumentException("a window of " + window + " keys needs a causal mask");
    }
  }

  /** Query i sees keys i − window + 1 to i (Child et al., arXiv:1904.10509). */
  public static AttentionMask banded(int window) {
    return new AttentionMask(true, window);
  }

  /** The first key that {@code query} sees. */
  public int firstKey(int query) {
    return window == 0 ? 0 : Math.max(0, query - window + 1);
  }

  /** One more than the last key that {@code query} sees. */
  public int endKey(int query, int keys) {
    return causal ? Math.min(keys, query + 1) : keys;
  }
}
