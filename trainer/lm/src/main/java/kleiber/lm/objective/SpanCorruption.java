package kleiber.lm.objective;

import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;

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
  private final SpanLengths lengths;
  private final int end;
  private final int firstSentinel;

  SpanCorruption(ObjectiveSpec.Spans spec, int context, int vocabulary) {
    this.lengths = SpanLengths.of(spec, context);
    this.end = vocabulary;
    this.firstSentinel = vocabulary + spec.addedTokens() - 1;
  }

  @Override
  public BatchLayout layout() {
    return lengths.layout();
  }

  @Override
  public int windowLength() {
    return lengths.window();
  }

  @Override
  public int stride() {
    return lengths.window();
  }

  @Override
  public void write(int[] window, int count, SeededStream draws, Batch batch, int row) {
    batch.clear(row);
    if (count < lengths.window()) {
      return;
    }
    int[] kept = division(lengths.window() - lengths.noise(), draws.child(0));
    int[] leftOut = division(lengths.noise(), draws.child(1));
    int[] source = batch.get(Field.SOURCE);
    int[] targets = batch.get(Field.TARGETS);
    int from = 0;
    int in = batch.start(Field.SOURCE, row);
    int out = batch.start(Field.TARGETS, row);
    for (int span = 0; span < lengths.spans(); span++) {
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

  /** {@code total} as a sum of as many positive numbers as spans, every way as likely. */
  private int[] division(int total, SeededStream draws) {
    int[] parts = new int[lengths.spans()];
    int segment = 0;
    int cutsLeft = lengths.spans() - 1;
    parts[0] = 1;
    for (int item = 1; item < total; item++) {
      // The next of the places left is a cut with probability cuts left / places left.
      if (draws.below(item, total - item) < cutsLeft) {
        segment++;
        cutsLeft--;
      }
      parts[segment]++;
    }
    return parts;
  }
}
