package kleiber.lm.optim;

/** An optimiser whose weight decay is apart from the gradient's step, and times the rate. */
public interface DecoupledDecay {
  /** The coefficient of weight decay. */
  double weightDecay();

  /** What decays. */
  OptimizerSpec.Decayed decayed();
}
