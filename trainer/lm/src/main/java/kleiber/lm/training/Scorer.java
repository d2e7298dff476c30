package kleiber.lm.training;

import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;

/** A model whose losses on batches can be read: one under training, or one that is only run. */
public interface Scorer {
  /** Sequences B of a batch. */
  int sequencesPerCall();

  /** A forward pass over one batch; its losses are read after it. */
  void evaluate(Batch batch);

  /**
   * Cross-entropies of the last batch's single targets.
   *
   * @param field which targets
   * @param losses in nats, in the order of the field; 0 for ignored ones
   */
  void readLosses(Field field, float[] losses);
}
