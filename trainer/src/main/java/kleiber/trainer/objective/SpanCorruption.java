package kleiber.trainer.objective;

import kleiber.trainer.batch.Batch;
import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;
import kleiber.trainer.random.SeededStream;

/**
 * Spans of a window are replaced by sentinels in the encoder's input, and follow their sentinels in
 * the decoder's targets, as T5's {@code random_spans_noise_mask} does it: lengths of kept and of
 * left-out spans are uniform over all divisions, a kept span comes first, and both sequences end
 * with the end token. All windows give sequences of the same two lengths, so nothing is padded.
 *
 * <p>Token V of the tokenizer's vocabulary V ends a sequence; sentinels count down from the last
 * token. The decoder starts with token 0.
 */
final class SpanCorruption implements Objective {
  private final int windowLength;
  private final int noise;
  private final int spans;
  private final int end;
  private final int firstSentinel;
  private final BatchLayout layout;

  SpanCorruption(ObjectiveSpec.Spans spec, int context, int vocabulary) {
    int length = 2;
    while (sourceLength(spec, length + 1) <= context) {
      length++;
    }
    this.windowLength = length;
    this.noise = noise(spec, length);
    this.spans = spans(spec, noise);
    this.end = vocabulary;
    this.firstSentinel = vocabulary + spec.addedTokens() - 1;
    if (sourceLength(spec, length) > context || spans > length - noise) {
      throw new IllegalArgumentException(
          "objective: a context of " + context + " is too short for spans; raise model.context");
    }
    if (spans > spec.sentinels()) {
      throw new IllegalArgumentException(
          "objective.sentinels " + spec.sentinels() + " are fewer than the " + spans + " spans");
    }
    this.layout = BatchLayout.sequenceToSequence(sourceLength(spec, length), noise + spans + 1);
  }

  private static int noise(ObjectiveSpec.Spans spec, int length) {
    return Math.max(1, Math.min(length - 1, (int) Math.rint(length * spec.probability())));
  }

  private static int spans(ObjectiveSpec.Spans spec, int noise) {
    return Math.max(1, (int) Math.rint(noise / spec.meanLength()));
  }

  /** What is kept, a sentinel a span, and the end token. */
  private static int sourceLength(ObjectiveSpec.Spans spec, int length) {
    int noise = noise(spec, length);
    return length - noise + spans(spec, noise) + 1;
  }

  @Override
  public BatchLayout layout() {
    return layout;
  }

  @Override
  public int windowLength() {
    return windowLength;
  }

  @Override
  public int stride() {
    return windowLength;
  }

  @Override
  public void write(int[] window, int count, SeededStream draws, Batch batch, int row) {
    batch.clear(row);
    if (count < windowLength) {
      return;
    }
    int[] kept = division(windowLength - noise, draws.child(0));
    int[] leftOut = division(noise, draws.child(1));
    int[] source = batch.get(Field.SOURCE);
    int[] targets = batch.get(Field.TARGETS);
    int from = 0;
    int in = batch.start(Field.SOURCE, row);
    int out = batch.start(Field.TARGETS, row);
    for (int span = 0; span < spans; span++) {
      System.arraycopy(window, from, source, in, kept[span]);
      from += kept[span];
      in += kept[span];
      source[in++] = firstSentinel - span;
      targets[out++] = firstSentinel - span;
      System.arraycopy(window, from, targets, out, leftOut[span]);
      from += leftOut[span];
      out += leftOut[span];
    }
    source[in] = end;
    targets[out] = end;
    startDecoder(batch, row);
  }

  /** The decoder's tokens are its targets one place later, after token 0. */
  private static void startDecoder(Batch batch, int row) {
    int at = batch.start(Field.TOKENS, row);
    int[] tokens = batch.get(Field.TOKENS);
    tokens[at] = 0;
    System.arraycopy(batch.get(Field.TARGETS), at, tokens, at + 1, batch.layout().length() - 1);
  }

  /** {@code total} as a sum of {@link #spans} positive numbers, every way as likely. */
  private int[] division(int total, SeededStream draws) {
    int[] lengths = new int[spans];
    int segment = 0;
    int cutsLeft = spans - 1;
    lengths[0] = 1;
    for (int item = 1; item < total; item++) {
      // The next of the places left is a cut with probability cuts left / places left.
      if (draws.below(item, total - item) < cutsLeft) {
        segment++;
        cutsLeft--;
      }
      lengths[segment]++;
    }
    return lengths;
  }
}
