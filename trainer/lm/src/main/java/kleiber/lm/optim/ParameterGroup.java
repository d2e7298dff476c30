package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.backend.Optimizer;
import kleiber.lm.model.op.Parameter;

/**
 * A range of the flat buffer whose parameters are updated alike.
 *
 * @param from its first element
 * @param to one more than its last
 * @param rate the factor on the learning rate
 * @param decay the coefficient of weight decay, times the group's own rate; 0 for none
 */
record ParameterGroup(long from, long to, double rate, double decay) {
  /**
   * One parameter of an optimiser such as Adam. What the model's parametrisation takes from its
   * rate is given back to its decay, so that a step shrinks weights of all widths alike: the best
   * decay carries over only so (CompleteP, arXiv:2505.01618, table 1; Microsoft's mup).
   */
  static ParameterGroup of(Parameter parameter, RoleRates rates, double decay) {
    long from = parameter.offset();
    double rate = parameter.rate();
    return new ParameterGroup(
        from, from + parameter.size(), rates.of(parameter) * rate, decay / rate);
  }

  /** The learning rate of an update here. */
  double lr(Optimizer.Update update) {
    return update.lr() * rate;
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
        joined.set(joined.size() - 1, last.upTo(group.to));
      } else {
        joined.add(group);
      }
    }
    return joined;
  }

  private ParameterGroup upTo(long end) {
    return new ParameterGroup(from, end, rate, decay);
  }

  private boolean isFollowedAlikeBy(ParameterGroup next) {
    return to == next.from && rate == next.rate && decay == next.decay;
  }
}
