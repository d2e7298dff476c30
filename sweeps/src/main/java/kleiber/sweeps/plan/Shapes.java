package kleiber.sweeps.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import kleiber.lm.model.spec.DecoderShape;

/**
 * The shapes of a sweep's models: those that are wanted side by side get different ones, as far as
 * there are any.
 */
final class Shapes {
  private final Map<Object, List<DecoderShape>> known = new HashMap<>();

  /** What decides the shapes of one group of runs. */
  private record Group(List<Double> wanted, Map<String, Object> model) {}

  private final int layers;

  /**
   * @param layers of all models, or {@link DecoderShape#BY_RULE}
   */
  Shapes(int layers) {
    this.layers = layers;
  }

  /**
   * The shape for one size of a group.
   *
   * @param params the wanted size, one of {@code wanted}
   * @param wanted sizes that differ in nothing else, rising
   * @param model all that decides a shape's size besides
   * @param size parameters of a shape
   */
  DecoderShape of(
      double params,
      List<Double> wanted,
      Map<String, Object> model,
      ToDoubleFunction<DecoderShape> size) {
    List<DecoderShape> shapes =
        known.computeIfAbsent(
            new Group(wanted, model), group -> DecoderShape.near(wanted, layers, once(size)));
    return shapes.get(wanted.indexOf(params));
  }

  /** The same sizes, each worked out once: several wanted sizes look at the same shapes. */
  private static ToDoubleFunction<DecoderShape> once(ToDoubleFunction<DecoderShape> size) {
    Map<DecoderShape, Double> sizes = new HashMap<>();
    return shape -> sizes.computeIfAbsent(shape, size::applyAsDouble);
  }
}
