package kleiber.engine.kernels;

/**
 * Softmax cross-entropy with integer targets, loss and gradient fused. Rows whose target is -1 are
 * ignored.
 */
public interface CrossEntropy extends Op {
  /**
   * Sets what the sum of losses is divided by for the gradient: the counted targets of the whole
   * batch, over all lanes and micro-batches.
   */
  void targetCount(long count);

  /**
   * The sum over counted rows of the last {@link #forward}, in nats: logsumexp(z) − z[target], plus
   * zLoss·logsumexp(z)² where set. Finite for any finite logits.
   */
  double lossSum();

  /**
   * Cross-entropies of single rows of the last {@link #forward}, in nats and without the z-loss; 0
   * for ignored rows.
   */
  void readLosses(float[] target);
}
