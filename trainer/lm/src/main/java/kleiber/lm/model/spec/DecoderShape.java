package kleiber.lm.model.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * Depth, width and heads of a decoder for a wanted number of parameters. Width per layer grows from
 * 32 at 10⁶ parameters to 128 at 10¹¹, as in published models (GPT-2 small has 64, GPT-3 175B 128);
 * widths are multiples of 8, of 16 from 128 on. There are two layers at least, since one cannot
 * look up what followed an earlier token (Elhage et al. 2021): losses would jump between one and
 * two.
 *
 * @param layers blocks L
 * @param width channels C
 * @param heads attention heads per block
 */
public record DecoderShape(int layers, int width, int heads) {
  private static final int FINE_STEP = 8;
  private static final int STEP = 16;
  private static final int COARSE_FROM = 128;
  private static final int MIN_LAYERS = 2;
  private static final int MAX_WIDTH = 1 << 15;

  /**
   * How far width per layer may be from the rule, as a factor, to come nearer to the wanted size.
   */
  private static final double LEEWAY = 2;

  /** What a factor of e off the rule costs, in factors of e off the wanted size. */
  private static final double ASPECT_COST = 0.1;

  /** What it costs that two wanted sizes become one, in factors of e off the wanted size. */
  private static final double MERGING_COST = 3;

  /** Layers more than the least that may be taken where sizes must differ. */
  private static final int MORE_LAYERS = 2;

  /** What a shape beyond the leeway costs, which may be taken where sizes must differ. */
  private static final double ODD_COST = 0.5;

  /** Shapes that are looked at for each of several sizes, the nearest ones. */
  private static final int CANDIDATES = 32;

  /** Channels of a usual head; twice as many from {@link #WIDE_FROM} on. */
  private static final int USUAL_HEAD = 64;

  private static final int WIDE_FROM = 2048;

  /** Instead of a number of layers: as many as the rule says. */
  public static final int BY_RULE = 0;

  /** Of fewer parameters only shapes with one head of 64, or with few layers, could be made. */
  private static final double SMALLEST_USUAL = 0.9e6;

  private record Candidate(DecoderShape shape, double size, double cost) {}

  /** Of those that cost the same, the narrower, and of these the one of fewer layers. */
  private static final Comparator<Candidate> NEAREST =
      Comparator.comparingDouble(Candidate::cost)
          .thenComparing(candidate -> candidate.shape().width())
          .thenComparing(candidate -> candidate.shape().layers());

  /**
   * The shape nearest to {@code params}.
   *
   * @param size parameters of a shape, linear in its layers
   */
  public static DecoderShape near(double params, ToDoubleFunction<DecoderShape> size) {
    return candidates(params, widths(params, BY_RULE, size), 0, 1).get(0).shape();
  }

  /**
   * The shape nearest to {@code params} parameters of blocks that accelerators like: heads of 64
   * channels, from a width of 2,048 on 128, as GPT-3 and LLaMA have them; of a model that is too
   * small for them, the shape of {@link #near}.
   */
  public static DecoderShape usual(double params) {
    List<Width> all = widths(params, BY_RULE, DecoderShape::blockParams);
    List<Width> usual =
        all.stream()
            .filter(width -> params >= SMALLEST_USUAL && width.channels >= 2 * USUAL_HEAD)
            .filter(width -> width.channels % usualHead(width.channels) == 0)
            .toList();
    if (usual.isEmpty()) {
      return candidates(params, all, 0, 1).get(0).shape();
    }
    DecoderShape shape = candidates(params, usual, 0, 1).get(0).shape();
    return new DecoderShape(shape.layers, shape.width, shape.width / usualHead(shape.width));
  }

  private static int usualHead(int width) {
    return width < WIDE_FROM ? USUAL_HEAD : 2 * USUAL_HEAD;
  }

  /**
   * Shapes near to each of several sizes, different ones as far as there are any: small models are
   * few, and two sizes that became one would be one run less.
   *
   * @param params wanted sizes, rising
   * @param layers of all of them, or {@link #BY_RULE}
   * @param size parameters of a shape, linear in its layers
   */
  public static List<DecoderShape> near(
      List<Double> params, int layers, ToDoubleFunction<DecoderShape> size) {
    List<List<Candidate>> choices = new ArrayList<>();
    int more = layers == BY_RULE ? MORE_LAYERS : 0;
    for (double wanted : params) {
      choices.add(candidates(wanted, widths(wanted, layers, size), more, CANDIDATES));
    }
    return cheapest(choices);
  }

  /** One candidate for each size, of the least cost in all (Bellman 1957). */
  private static List<DecoderShape> cheapest(List<List<Candidate>> choices) {
    double[][] costs = new double[choices.size()][];
    int[][] from = new int[choices.size()][];
    for (int i = 0; i < choices.size(); i++) {
      List<Candidate> here = choices.get(i);
      costs[i] = new double[here.size()];
      from[i] = new int[here.size()];
      for (int j = 0; j < here.size(); j++) {
        double least = i == 0 ? 0 : Double.POSITIVE_INFINITY;
        for (int k = 0; i > 0 && k < choices.get(i - 1).size(); k++) {
          double cost = costs[i - 1][k] + apart(choices.get(i - 1).get(k), here.get(j));
          if (cost < least) {
            least = cost;
            from[i][j] = k;
          }
        }
        costs[i][j] = least + here.get(j).cost();
      }
    }
    LinkedList<DecoderShape> shapes = new LinkedList<>();
    int best = 0;
    for (int i = choices.size() - 1; i >= 0; i--) {
      for (int j = 0; i == choices.size() - 1 && j < costs[i].length; j++) {
        best = costs[i][j] < costs[i][best] ? j : best;
      }
      shapes.addFirst(choices.get(i).get(best).shape());
      best = from[i][best];
    }
    return List.copyOf(shapes);
  }

  /** What it costs that a shape is followed by one that is not larger. */
  private static double apart(Candidate smaller, Candidate larger) {
    double step = Math.log(larger.size() / smaller.size());
    return step > 0 ? 0 : MERGING_COST - step;
  }

  /**
   * Layers of a width that are allowed, parameters of one and of each further one, and the layers
   * that the width should have.
   */
  private record Width(
      int channels, int from, int to, double one, double layer, double usualLayers) {
    double size(int layers) {
      return one + (layers - 1) * layer;
    }

    double layersOf(double params) {
      return (params - one) / layer + 1;
    }
  }

  private static List<Width> widths(
      double params, int layers, ToDoubleFunction<DecoderShape> size) {
    List<Width> widths = new ArrayList<>();
    double aspect = aspect(params);
    for (int width = STEP; width <= MAX_WIDTH; width += step(width)) {
      double one = size.applyAsDouble(of(1, width));
      double layer = size.applyAsDouble(of(2, width)) - one;
      double usual = layers == BY_RULE ? width / aspect : layers;
      double leeway = layers == BY_RULE ? LEEWAY : 1;
      int least = layers == BY_RULE ? MIN_LAYERS : layers;
      int from = (int) Math.max(least, Math.floor(usual / leeway));
      int to = (int) Math.max(least, Math.ceil(usual * leeway));
      widths.add(new Width(width, from, to, one, layer, usual));
      if (one + (from - 1) * layer > params * LEEWAY) {
        break;
      }
    }
    return widths;
  }

  /**
   * Shapes, the nearest to {@code params} first. Large sizes have a million: those further off than
   * the last of enough are not looked at.
   *
   * @param more layers more than the rule allows that are looked at too
   * @param enough how many are wanted
   */
  private static List<Candidate> candidates(
      double params, List<Width> widths, int more, int enough) {
    PriorityQueue<Candidate> nearest = new PriorityQueue<>(NEAREST.reversed());
    for (int i = widths.size() - 1; i >= 0; i--) {
      Width width = widths.get(i);
      double room = nearest.size() < enough ? Double.POSITIVE_INFINITY : nearest.peek().cost();
      double least = Math.floor(width.layersOf(params * Math.exp(-room)));
      double most = Math.ceil(width.layersOf(params * Math.exp(room)));
      for (int layers = (int) Math.max(width.from, least);
          layers <= Math.min(width.to + more, most);
          layers++) {
        double total = width.size(layers);
        double cost =
            Math.abs(Math.log(total / params))
                + ASPECT_COST * Math.abs(Math.log(width.usualLayers / layers))
                + (layers > width.to ? ODD_COST : 0);
        nearest.add(new Candidate(of(layers, width.channels), total, cost));
        if (nearest.size() > enough) {
          nearest.poll();
        }
      }
    }
    return nearest.stream().sorted(NEAREST).toList();
  }

  /** Parameters of the blocks' matrices, 12·L·C² (Kaplan et al., arXiv:2001.08361, table 1). */
  double blockParams() {
    return 12.0 * layers * width * width;
  }

  /** Width per layer: 32 at 10⁶ parameters, four times as much five decades later. */
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
