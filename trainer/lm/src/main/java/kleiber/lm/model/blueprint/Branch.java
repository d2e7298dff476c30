package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.Value;

/** A function f of the residual stream that is added to it: attention, or the feed-forward part. */
interface Branch {
  /** Appends sum = residual + f(x), the next value of {@code stream}. */
  Value append(Value x, Value residual, ResidualStream stream);
}
