package kleiber.analysis.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The shape of published decoders.
 *
 * @param names who has it, such as GPT-3 1.3B
 * @param layers blocks
 * @param width channels
 * @param heads attention heads per block
 * @param headWidth channels of a head
 * @param params parameters without embeddings and head
 */
public record UsualShape(
    List<String> names, int layers, int width, int heads, int headWidth, long params) {
  /** A shape that is larger or smaller by more than this says little about the wanted one. */
  private static final double FARTHEST = 4;

  /** The nearest of some below and above a number of parameters without embeddings. */
  public static List<UsualShape> around(double params, List<UsualShape> shapes) {
    List<UsualShape> around = new ArrayList<>();
    List<UsualShape> near =
        shapes.stream()
            .filter(s -> s.params < FARTHEST * params && s.params > params / FARTHEST)
            .sorted(Comparator.comparingLong(UsualShape::params))
            .toList();
    near.stream().filter(s -> s.params <= params).reduce((a, b) -> b).ifPresent(around::add);
    near.stream().filter(s -> s.params > params).findFirst().ifPresent(around::add);
    return around;
  }

  /** This shape, with those who have the same. */
  public UsualShape and(UsualShape same) {
    List<String> both = new ArrayList<>(names);
    both.addAll(same.names);
    return new UsualShape(List.copyOf(both), layers, width, heads, headWidth, params);
  }
}
