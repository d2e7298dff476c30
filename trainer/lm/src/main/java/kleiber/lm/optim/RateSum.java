package kleiber.lm.optim;

import kleiber.engine.tensor.HostTensor;
import kleiber.engine.tensor.Tensor;

/**
 * The sum of squared rates of all steps, one number that the host keeps: in fp32, as it is saved,
 * so that a resumed run goes on with the same.
 */
final class RateSum {
  private final HostTensor sum = new HostTensor(1);
  private long counted = -1;
  private double share;

  /** The state as it is saved. */
  Tensor tensor() {
    return sum;
  }

  /**
   * γ²/Σγ², the sum over this step and all before; 0 as long as all rates are 0. Parts ask in any
   * order, each once a step, and the first has the step counted.
   */
  synchronized double share(long step, double gamma) {
    if (step != counted) {
      double square = gamma * gamma;
      float total = (float) (sum.get(0) + square);
      sum.set(total);
      counted = step;
      share = total > 0 ? square / total : 0;
    }
    return share;
  }
}
