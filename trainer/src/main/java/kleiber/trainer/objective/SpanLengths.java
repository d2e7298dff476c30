package kleiber.trainer.objective;

import kleiber.trainer.batch.BatchLayout;

/**
 * How long span corruption's sequences are, as T5's {@code random_spans_helper} computes it: the
 * longest window whose input fits the context.
 *
 * @param window tokens of a window
 * @param noise tokens of it that are left out
 * @param spans spans they are in
 */
record SpanLengths(int window, int noise, int spans) {
  /**
   * The lengths for a context.
   *
   * @throws IllegalArgumentException when it is too short, or there are too few sentinels
   */
  static SpanLengths of(ObjectiveSpec.Spans spec, int context) {
    SpanLengths lengths = ofWindow(spec, 2);
    while (ofWindow(spec, lengths.window + 1).source() <= context) {
      lengths = ofWindow(spec, lengths.window + 1);
    }
    if (lengths.source() > context || lengths.spans > lengths.window - lengths.noise) {
      throw new IllegalArgumentException(
          "objective: a context of " + context + " is too short for spans; raise model.context");
    }
    if (lengths.spans > spec.sentinels()) {
      throw new IllegalArgumentException(
          "objective.sentinels "
              + spec.sentinels()
              + " are fewer than the "
              + lengths.spans
              + " spans; raise them");
    }
    return lengths;
  }

  private static SpanLengths ofWindow(ObjectiveSpec.Spans spec, int window) {
    int noise = Math.max(1, Math.min(window - 1, (int) Math.rint(window * spec.probability())));
    int spans = Math.max(1, (int) Math.rint(noise / spec.meanLength()));
    return new SpanLengths(window, noise, spans);
  }

  /** Tokens of the encoder's input: what is kept, a sentinel a span, and the end token. */
  int source() {
    return window - noise + spans + 1;
  }

  /** Both sequences. */
  BatchLayout layout() {
    return BatchLayout.sequenceToSequence(source(), noise + spans + 1);
  }
}
