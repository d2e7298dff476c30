package kleiber.lm.model;

import kleiber.core.random.SeededStream;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;

/**
 * Draws a model's first weights. Each parameter has a stream of its own name, so that a weight does
 * not depend on what other parameters a model has.
 */
public final class Initializer {
  private static final int TILE = 1 << 14;

  private Initializer() {}

  /** Fills {@code values} with the start that {@code map} asks for under {@code seed}. */
  public static void initialize(ParameterMap map, Tensor values, long seed) {
    for (Parameter parameter : map.parameters()) {
      SeededStream stream = SeededStream.of(seed, "init/" + parameter.name());
      long rowSize = parameter.size() / parameter.shape()[0];
      long from = 0;
      for (Parameter.Part part : parameter.parts()) {
        fill(parameter, part, stream, from, from + part.rows() * rowSize, values);
        from += part.rows() * rowSize;
      }
    }
  }

  private static void fill(
      Parameter parameter,
      Parameter.Part part,
      SeededStream stream,
      long from,
      long to,
      Tensor values) {
    float[] tile = new float[TILE];
    for (long at = from; at < to; at += TILE) {
      int count = (int) Math.min(TILE, to - at);
      for (int i = 0; i < count; i++) {
        double deviation = part.std() == 0 ? 0 : part.std() * draw(stream, at + i, part);
        tile[i] = (float) (parameter.mean() + deviation);
      }
      values.write(parameter.offset() + at, tile, 0, count);
    }
  }

  private static double draw(SeededStream stream, long element, Parameter.Part part) {
    double normal = stream.normal(element);
    for (int attempt = 0; part.truncated() && Math.abs(normal) > 2; attempt++) {
      normal = stream.child(attempt).normal(element);
    }
    return normal;
  }
}
