package kleiber.lm.model.op;

import java.util.List;
import java.util.Optional;

/**
 * One op of a model on paper: what it reads, what it computes, and with which parameters. A new one
 * is a record here, and a case wherever all of them are told apart ({@link Cases}).
 */
public sealed interface OpSpec
    permits EmbeddingOp,
        LinearOp,
        BranchEndOp,
        NormOp,
        HeadNormOp,
        ActivationOp,
        GatedOp,
        ScaleOp,
        AddBiasOp,
        SumOp,
        RotaryOp,
        BucketBiasOp,
        AttentionOp,
        DropoutOp,
        LossOp {
  /** What it computes, or where a loss is taken, the logits that it is of. */
  Value output();

  /** What it reads and has a gradient. */
  List<Input> inputs();

  /** The parameters that it reads. */
  default List<Weight> weights() {
    return List.of();
  }

  /** Multiplications in matrix products, forward, for one sequence. */
  default double products() {
    return 0;
  }

  /** Of what its backward pass reads the gradient; nothing where that begins here. */
  default Optional<Operand> readBackward() {
    return Optional.of(output());
  }

  /** The case that it is. */
  <T> T accept(Cases<T> cases);

  /**
   * What an op reads, and what its backward pass does to the gradient there.
   *
   * @param operand what is read
   * @param backward how its gradient comes about
   */
  record Input(Operand operand, Backward backward) {}

  /** How the gradient of an input comes about. */
  enum Backward {
    /** Written, or added to what another reader has written. */
    WRITTEN_OR_ADDED,
    /** Written: there may be no other reader. */
    WRITTEN,
    /** It is the output's gradient, in the same memory. */
    SHARED
  }

  /**
   * Something for each kind of op.
   *
   * @param <T> what it is
   */
  interface Cases<T> {
    T embedding(EmbeddingOp op);

    T linear(LinearOp op);

    T branchEnd(BranchEndOp op);

    T norm(NormOp op);

    T headNorm(HeadNormOp op);

    T activation(ActivationOp op);

    T gated(GatedOp op);

    T scale(ScaleOp op);

    T addBias(AddBiasOp op);

    T sum(SumOp op);

    T rotary(RotaryOp op);

    T bucketBias(BucketBiasOp op);

    T attention(AttentionOp op);

    T dropout(DropoutOp op);

    T loss(LossOp op);
  }
}
