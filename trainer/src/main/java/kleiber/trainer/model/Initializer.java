package kleiber.trainer.model;

import kleiber.trainer.random.SeededStream;
import kleiber.trainer.tensor.Tensor;

/**
 * Draws a model's first weights. Each parameter has a stream of its own name, so that a weight does
 * not depend on what other parameters a model has.
 */
public final class Initializer {
  private static final int TILE = 1 << 14;

  private Initializer() {}

  /** Fills {@code values} with the start that {@code map} asks for under {@code seed}. */
  public static void initialize(ParameterMap map, Tensor values, long seed) {
    float[] tile = new float[TILE];
    for (Parameter parameter : map.parameters()) {
      SeededStream stream = SeededStream.of(seed, "init/" + parameter.name());
      for (long from = 0; from < parameter.size(); from += TILE) {
        int count = (int) Math.min(TILE, parameter.size() - from);
        for (int i = 0; i < count; i++) {
          double deviation = parameter.std() == 0 ? 0 : parameter.std() * stream.normal(from + i);
          tile[i] = (float) (parameter.mean() + deviation);
        }
        values.write(parameter.offset() + from, tile, 0, count);
      }
    }
  }
}
