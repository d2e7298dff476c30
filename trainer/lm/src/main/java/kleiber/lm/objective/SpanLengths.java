package kleiber.lm.objective;

import kleiber.lm.batch.BatchLayout;

/**
 * How long span corruption's sequences are, as T5's {@code random_spans_helper} computes it: the
 * longest window whose input fits the context. Its targets may be longer, from a probability of
 * about a half on.
 *
 * @param window tokens of a window
 * @param noise tokens of it that are left out
 * @param spans spans they are in
 */
record SpanLengths(int window, int noise, int spans) {
  /**
   * The lengths for a context.
   *
   * @throws IllegalArgumentException when it is too short, or there are too many spans
   */
  static SpanLengths of(ObjectiveSpec.Spans spec, int context) {
    SpanLengths lengths = ofWindow(spec, 2);
    if (!lengths.fits(context)) {
      throw new IllegalArgumentException(
          "objective: a context of " + context + " is too short for spans; raise model.context");
    }
    int tooLong = 4;
    while (ofWindow(spec, tooLong).fits(context)) {
      tooLong *= 2;
    }
    while (tooLong - lengths.window > 1) {
      SpanLengths middle = ofWindow(spec, (lengths.window + tooLong) / 2);
      if (middle.fits(context)) {
        lengths = middle;
      } else {
        tooLong = middle.window;
      }
    }
    if (lengths.spans > lengths.window - lengths.noise) {
      throw new IllegalArgumentException(
          "objective: "
              + lengths.spans
              + " spans need as many tokens between them, and "
              + (lengths.window - lengths.noise)
              + " of "
              + lengths.window
              + " are kept; lower objective.probability or raise objective.meanLength");
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

  /** Tokens of the decoder's targets: a sentinel and its span each, and the end token. */
  int targets() {
    return noise + spans + 1;
  }

  private boolean fits(int context) {
    return source() <= context;
  }

  /** Both sequences. */
  BatchLayout layout() {
    return BatchLayout.sequenceToSequence(source(), targets());
  }
}
