package kleiber.engine.backend;

/**
 * Forward passes of one model on a backend, and the losses that they found.
 *
 * @param <B> a batch, which goes to the model unread
 */
public interface Inference<B> {
  /** A forward pass over one batch; what it found is read after it. */
  void evaluate(B batch);

  /**
   * Cross-entropies of the last batch's single targets.
   *
   * @param loss the number of one of the model's losses
   * @param nats as many as the batch has targets of this loss, in their order; 0 for ignored ones
   */
  void readLosses(int loss, float[] nats);

  /**
   * Of a model that has whole batches.
   *
   * @param forward its forward pass, as the backend runs it
   */
  static <B> Inference<B> of(BoundModel<B> model, Runnable forward) {
    return new Inference<>() {
      @Override
      public void evaluate(B batch) {
        model.load(batch);
        forward.run();
      }

      @Override
      public void readLosses(int loss, float[] nats) {
        model.losses().get(loss).readLosses(nats);
      }
    };
  }
}
