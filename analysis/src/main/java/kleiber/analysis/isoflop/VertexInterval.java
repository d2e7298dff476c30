package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kleiber.core.random.SeededStream;

/**
 * How sure the vertex of a parabola is: it is drawn again with the noise that seeds show, pooled
 * over all groups, since one group has few. A draw whose lowest point lies beyond the values of its
 * parabola, or that has none, counts as lying at the nearer end of them: an interval that ends
 * there has no end of its own.
 */
final class VertexInterval {
  private static final int DRAWS = 400;
  private static final double LEVEL = 0.9;

  private VertexInterval() {}

  static List<GroupBest> of(List<BestOfGroups.VariedGroup> groups) {
    double squares = groups.stream().mapToDouble(BestOfGroups.VariedGroup::squares).sum();
    int freedom = groups.stream().mapToInt(BestOfGroups.VariedGroup::freedom).sum();
    SeededStream stream = SeededStream.of(1, "vertex");
    List<GroupBest> found = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      BestOfGroups.VariedGroup group = groups.get(i);
      boolean known = group.found().hasVertex() && freedom > 0;
      found.add(known ? within(group, squares, freedom, stream.child(i)) : group.found());
    }
    return found;
  }

  private static GroupBest within(
      BestOfGroups.VariedGroup group, double squares, int freedom, SeededStream stream) {
    double[] vertices = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      SeededStream random = stream.child(draw);
      double spread = Math.sqrt(squares / chiSquared(freedom, random.child(0)));
      vertices[draw] = vertex(group.shape(), spread, random.child(1));
    }
    Arrays.sort(vertices);
    int outside = (int) Math.round((1 - LEVEL) / 2 * (DRAWS - 1));
    return group.found().within(vertices[outside], vertices[DRAWS - 1 - outside]);
  }

  private static double chiSquared(int freedom, SeededStream random) {
    double sum = 0;
    for (int i = 0; i < freedom; i++) {
      sum += Math.pow(random.normal(i), 2);
    }
    return sum;
  }

  private static double vertex(
      TreeMap<Double, List<Double>> shape, double spread, SeededStream random) {
    double[] values = new double[shape.size()];
    double[] losses = new double[shape.size()];
    int i = 0;
    for (Map.Entry<Double, List<Double>> tried : shape.entrySet()) {
      values[i] = tried.getKey();
      double noise = spread / Math.sqrt(tried.getValue().size());
      losses[i] = BestOfGroups.VariedGroup.average(tried.getValue()) + noise * random.normal(i);
      i++;
    }
    Valley valley = Valley.of(values, losses);
    return valley.fault() == null
        ? valley.parabola()
        : losses[0] < losses[losses.length - 1] ? values[0] : values[values.length - 1];
  }
}
