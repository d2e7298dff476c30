package kleiber.trainer.model;

import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.kernels.ScoresByDistance;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * Transformer-XL's relative positions: score = (q + u)·k + (q + v)·(W_R·r), r the sinusoids of the
 * distance from query to key (arXiv:1901.02860, section 3.3).
 */
final class DistanceScores implements PlaceTerm {
  private static final double BASE = 10_000;

  private final Assembly assembly;
  private final Tensor sinusoids;

  DistanceScores(Assembly assembly) {
    this.assembly = assembly;
    int width = assembly.spec().width();
    int length = assembly.length();
    float[] table = new float[length * width];
    for (int distance = 0; distance < length; distance++) {
      for (int i = 0; i < width / 2; i++) {
        double angle = distance * Math.pow(BASE, -2.0 * i / width);
        table[distance * width + i] = (float) Math.sin(angle);
        table[distance * width + width / 2 + i] = (float) Math.cos(angle);
      }
    }
    sinusoids = assembly.constant(table, length, width);
  }

  @Override
  public Placed append(String name, Variable qkv, AttentionShape shape) {
    Kernels kernels = assembly.kernels();
    int columns = shape.heads() * shape.headWidth();
    Variable q = qkv.columnRange(0, columns);
    Variable distances =
        assembly.linear(
            name + "distance", Variable.constant(sinusoids), "distances", Gradient.OVERWRITE);
    Variable byPlace = assembly.rows("queries.place", columns);
    assembly.add(kernels.addBias(q, bias(name + "place.bias"), byPlace, Gradient.ADD));
    int rows = shape.batch() * shape.heads() * shape.queries();
    Variable byContent = assembly.rows("queries.content", columns);
    assembly.add(kernels.addBias(q, bias(name + "content.bias"), byContent, Gradient.OVERWRITE));
    ScoresByDistance scores =
        new ScoresByDistance(
            byPlace, distances, () -> assembly.variable("scores", rows, shape.keys()));
    return new Placed(byContent, Placed.plain(qkv, shape).options().withScores(scores));
  }

  private Variable bias(String name) {
    Variable bias = assembly.parameter(name);
    return bias.reshape(Math.toIntExact(bias.value().size()));
  }
}
