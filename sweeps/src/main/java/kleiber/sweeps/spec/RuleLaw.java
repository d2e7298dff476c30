package kleiber.sweeps.spec;

import java.util.OptionalDouble;

/** A rule that is ready to be asked. */
public interface RuleLaw {
  /**
   * The value for a run, empty where the rule leaves the training configuration's.
   *
   * @param x what the rule is of: N for a learning rate, D for a batch
   * @param n parameters
   * @param d training tokens
   */
  OptionalDouble at(double x, double n, double d);
}
