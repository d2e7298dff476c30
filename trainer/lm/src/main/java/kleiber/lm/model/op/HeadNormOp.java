package kleiber.lm.model.op;

import java.util.List;

/**
 * RMS norm of every head by itself, one gain for all heads: of queries and of keys, so that scores
 * stay small however large the weights become (Dehghani et al., arXiv:2302.05442, section 2.2; in
 * this form in Qwen3 and Gemma 3).
 *
 * @param x [M, H·headWidth]
 * @param gain [headWidth]
 * @param epsilon added to the mean square
 * @param output [M, H·headWidth]
 */
public record HeadNormOp(Value x, Weight gain, double epsilon, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN));
  }

  @Override
  public List<Weight> weights() {
    return List.of(gain);
  }

  /** Channels of a head. */
  public int headWidth() {
    return gain.rows();
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.headNorm(this);
  }
}
