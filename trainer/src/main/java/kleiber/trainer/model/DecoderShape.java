package kleiber.trainer.model;

import java.util.function.ToDoubleFunction;

/**
 * Depth, width and heads of a decoder for a wanted number of parameters. Width a layer grows from
 * 32 at 10⁶ parameters to 128 at 10¹¹, as in published models (GPT-2 small has 64, GPT-3 175B 128);
 * widths are multiples of 8, of 16 from 128 on. There are two layers at least, since one cannot
 * look up what followed an earlier token (Elhage et al. 2021): losses would jump between one and
 * two.
 *
 * @param layers blocks L
 * @param width channels C
 * @param heads attention heads a block
 */
public record DecoderShape(int layers, int width, int heads) {
  private static final int FINE_STEP = 8;
  private static final int STEP = 16;
  private static final int COARSE_FROM = 128;
  private static final int MIN_LAYERS = 2;
  private static final int MAX_WIDTH = 1 << 15;

  /** How far width a layer may be from the rule, as a factor, to come nearer to the wanted size. */
  private static final double LEEWAY = 2;

  /** What a factor of e off the rule costs, in factors of e off the wanted size. */
  private static final double ASPECT_COST = 0.1;

  /**
   * The shape nearest to {@code params}.
   *
   * @param size parameters of a shape, linear in its layers
   */
  public static DecoderShape near(double params, ToDoubleFunction<DecoderShape> size) {
    DecoderShape best = null;
    double bestCost = Double.MAX_VALUE;
    double aspect = aspect(params);
    for (int width = STEP; width <= MAX_WIDTH; width += step(width)) {
      double one = size.applyAsDouble(of(1, width));
      double layer = size.applyAsDouble(of(2, width)) - one;
      int from = (int) Math.max(MIN_LAYERS, Math.floor(width / aspect / LEEWAY));
      int to = (int) Math.max(MIN_LAYERS, Math.ceil(width / aspect * LEEWAY));
      for (int layers = from; layers <= to; layers++) {
        double cost =
            Math.abs(Math.log((one + (layers - 1) * layer) / params))
                + ASPECT_COST * Math.abs(Math.log(width / aspect / layers));
        if (cost < bestCost) {
          bestCost = cost;
          best = of(layers, width);
        }
      }
      if (one + (from - 1) * layer > params * LEEWAY) {
        break;
      }
    }
    return best;
  }

  /** Parameters of the blocks' matrices, 12·L·C² (Kaplan et al., arXiv:2001.08361, table 1). */
  public double blockParams() {
    return 12.0 * layers * width * width;
  }

  /** Width a layer: 32 at 10⁶ parameters, four times as much five decades later. */
  private static double aspect(double params) {
    double decades = (Math.log10(params) - 6) / 5;
    return 32 * Math.pow(4, Math.max(0, Math.min(1, decades)));
  }

  private static DecoderShape of(int layers, int width) {
    return new DecoderShape(layers, width, heads(width));
  }

  private static int step(int width) {
    return width < COARSE_FROM ? FINE_STEP : STEP;
  }

  /**
   * Heads 8 wide below 128 channels, 16 below 256, 32 below 1024, else 64; or the next narrower
   * that divides. At 10¹² FLOPs on text, heads of 8 made the losses of widths 24 to 64 smooth.
   */
  private static int heads(int width) {
    int wanted = width < COARSE_FROM ? 8 : width < 256 ? 16 : width < 1024 ? 32 : 64;
    int headWidth = wanted;
    while (width % headWidth != 0) {
      headWidth -= FINE_STEP;
    }
    return width / headWidth;
  }
}
