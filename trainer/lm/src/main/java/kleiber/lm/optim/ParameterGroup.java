package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.List;
import kleiber.lm.model.op.Parameter;

/**
 * A range of the flat buffer whose parameters are updated alike.
 *
 * @param from its first element
 * @param to one more than its last
 * @param decay the coefficient of weight decay; 0 for none
 */
record ParameterGroup(long from, long to, double decay) {
  /** One parameter. */
  static ParameterGroup of(Parameter parameter, double decay) {
    long from = parameter.offset();
    return new ParameterGroup(from, from + parameter.size(), decay);
  }

  /**
   * As few groups as there can be.
   *
   * @param groups in the order of the flat buffer
   */
  static List<ParameterGroup> joined(List<ParameterGroup> groups) {
    List<ParameterGroup> joined = new ArrayList<>();
    for (ParameterGroup group : groups) {
      ParameterGroup last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.isFollowedAlikeBy(group)) {
        joined.set(joined.size() - 1, new ParameterGroup(last.from, group.to, group.decay));
      } else {
        joined.add(group);
      }
    }
    return joined;
  }

  private boolean isFollowedAlikeBy(ParameterGroup next) {
    return to == next.from && decay == next.decay;
  }
}
