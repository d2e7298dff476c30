package kleiber.analysis.planner;

/**
 * A decoder's shape for a number of parameters: N ≈ 12·layers·width² (Kaplan et al., table 1),
 * width 64 to 128 a layer as published models have it, heads of width 64.
 */
public record Shape(int layers, int width, int heads, double params) {
  private static final int HEAD = 64;

  /** The shape whose size is nearest to {@code n} parameters without embeddings. */
  public static Shape near(double n) {
    Shape best = null;
    for (int layers = 1; layers <= 200; layers++) {
      int width = (int) Math.max(1, Math.round(Math.sqrt(n / 12 / layers) / HEAD)) * HEAD;
      double aspect = (double) width / layers;
      double params = 12.0 * layers * width * width;
      boolean fits = aspect >= 32 && aspect <= 160;
      if (fits && (best == null || error(params, n) < error(best.params, n))) {
        best = new Shape(layers, width, width / HEAD, params);
      }
    }
    return best != null ? best : new Shape(1, HEAD, 1, 12.0 * HEAD * HEAD);
  }

  private static double error(double params, double wanted) {
    return Math.abs(Math.log(params / wanted));
  }
}
