package kleiber.analysis.anneal;

import java.util.List;

/**
 * What one run logged.
 *
 * @param id of the run
 * @param n parameters
 * @param tokensPerStep its batch
 * @param rates its schedule
 * @param losses in order of training
 */
public record LoggedRun(String id, double n, double tokensPerStep, Rates rates, List<Loss> losses) {

  /** Tokens per step are worked out from a run's last step, and may be rounded. */
  private static final double SAME_BATCH = 1e-6;

  /** What a loss was measured on; in this order one is a better measure of a run's end. */
  public enum Kind {
    /** A step's own batch. */
    BATCH,
    /** A part of the validation split. */
    PART,
    /** As much of the validation split as any evaluation of these runs. */
    WHOLE
  }

  /**
   * A loss in nats per token.
   *
   * @param step steps done, the step itself included
   */
  public record Loss(double step, double nats, Kind kind) {}

  /** Whether it is of a size and a batch: a curve law is of one of each. */
  public boolean isOf(double params, double batch) {
    return areAlike(n, tokensPerStep, params, batch);
  }

  static boolean areAlike(double n, double batch, double otherN, double otherBatch) {
    return n == otherN && Math.abs(batch / otherBatch - 1) < SAME_BATCH;
  }

  /** The best measure of the run's end: the last loss of the best kind. */
  public Loss end() {
    return losses.stream()
        .reduce(
            (best, loss) ->
                loss.kind.compareTo(best.kind) > 0
                        || (loss.kind == best.kind && loss.step >= best.step)
                    ? loss
                    : best)
        .orElseThrow();
  }
}
