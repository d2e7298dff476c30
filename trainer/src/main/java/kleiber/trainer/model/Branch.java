package kleiber.trainer.model;

import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.tensor.Variable;

/** A function f of the residual stream that is added to it: attention, or the feed-forward part. */
interface Branch {
  /**
   * Appends sum = residual + f(x).
   *
   * @param xGradient what to do with the gradient x already holds
   */
  void append(Variable x, Variable residual, Variable sum, Gradient xGradient);
}
