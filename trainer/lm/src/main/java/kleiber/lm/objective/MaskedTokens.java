package kleiber.lm.objective;

import java.util.Arrays;
import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.data.Tokens;
import kleiber.lm.objective.ObjectiveSpec.Masked;
import kleiber.lm.objective.ObjectiveSpec.Masked.Pairs;

/**
 * {@code [CLS] A [SEP] B [SEP]} with some tokens hidden, as BERT's {@code create_pretraining_data}
 * makes it from a window that is cut at a random place: in BERT's paper, too, a sentence is any
 * span of text. Masks are drawn again whenever a window comes up again.
 *
 * <p>Tokens V, V + 1 and V + 2 after the tokenizer's vocabulary V are [CLS], [SEP] and [MASK]. The
 * pair's class is 1 where the second segment is from elsewhere, or the two are swapped.
 */
final class MaskedTokens implements Objective {
  /** [CLS], [SEP] and [MASK]. */
  static final int ADDED_TOKENS = 3;

  private final Masked spec;
  private final Tokens tokens;
  private final int classToken;
  private final int separator;
  private final int specials;
  private final int windowLength;
  private final BatchLayout layout;
  private final Masking masking;

  MaskedTokens(Masked spec, int context, Tokens tokens, int vocabulary, Words words) {
    this.spec = spec;
    this.tokens = tokens;
    this.classToken = vocabulary;
    this.separator = vocabulary + 1;
    this.specials = spec.pairs() == Pairs.NONE ? 2 : 3;
    this.windowLength = context - specials;
    this.layout = BatchLayout.masked(context);
    this.masking = new Masking(spec, vocabulary, words);
    if (windowLength < 2) {
      throw new IllegalArgumentException(
          "objective: a context of " + context + " is too short for pairs; raise model.context");
    }
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
    if (count < 2) {
      return;
    }
    SeededStream shape = draws.child(0);
    boolean shortened = shape.uniform(0) < spec.shortened();
    int used = shortened ? 2 + (int) shape.below(1, count - 1) : count;
    int[] sequence = new int[used + specials];
    int secondFrom = sequence.length;
    int pairClass = Field.IGNORED;
    sequence[0] = classToken;
    if (spec.pairs() == Pairs.NONE) {
      System.arraycopy(window, 0, sequence, 1, used);
    } else {
      int cut = 1 + (int) shape.below(2, used - 1);
      pairClass = shape.uniform(3) < 0.5 ? 0 : 1;
      secondFrom = pair(window, used, cut, pairClass, shape, sequence);
    }
    sequence[sequence.length - 1] = separator;
    int[] targets = masking.apply(sequence, draws.child(1));
    write(sequence, targets, secondFrom, batch, row);
    batch.get(Field.PAIR_TARGET)[row] = pairClass;
  }

  /** Writes both segments; returns where the second begins. */
  private int pair(
      int[] window, int used, int cut, int pairClass, SeededStream shape, int[] sequence) {
    boolean swapped = spec.pairs() == Pairs.SENTENCE_ORDER && pairClass == 1;
    int first = swapped ? used - cut : cut;
    System.arraycopy(window, swapped ? cut : 0, sequence, 1, first);
    sequence[first + 1] = separator;
    System.arraycopy(window, swapped ? 0 : cut, sequence, first + 2, used - first);
    if (spec.pairs() == Pairs.NEXT_SENTENCE && pairClass == 1) {
      long elsewhere = shape.below(4, tokens.size() - (used - first) + 1);
      for (int i = 0; i < used - first; i++) {
        sequence[first + 2 + i] = tokens.get(elsewhere + i);
      }
    }
    return first + 2;
  }

  private static void write(int[] sequence, int[] targets, int secondFrom, Batch batch, int row) {
    int at = batch.start(Field.TOKENS, row);
    System.arraycopy(sequence, 0, batch.get(Field.TOKENS), at, sequence.length);
    System.arraycopy(targets, 0, batch.get(Field.TARGETS), at, sequence.length);
    Arrays.fill(batch.get(Field.SEGMENTS), at + secondFrom, at + sequence.length, 1);
    batch.get(Field.LENGTH)[row] = sequence.length;
  }
}
