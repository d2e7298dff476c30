package kleiber.lm.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;
import kleiber.core.text.DocumentReader;
import kleiber.core.text.DocumentSink;

/**
 * Which part of a corpus is held out. Whole documents are, by a seeded draw on their number; where
 * too few would fall to either split, the end of each document is instead, so that there always is
 * something to validate on. Empty documents do not count.
 */
final class SplitRule {
  /** Documents that each split needs: fewer would say more of themselves than of the corpus. */
  static final int FEWEST = 4;

  private final LongUnaryOperator training;
  private final boolean several;
  private final String remark;

  private SplitRule(LongUnaryOperator training, boolean several, String remark) {
    this.training = training;
    this.several = several;
    this.remark = remark;
  }

  /**
   * The rule for a corpus, of which only as much is read as it takes to know.
   *
   * @param fraction of the text to hold out, 0 for none and 1 for all
   */
  static SplitRule of(DocumentReader corpus, double fraction, long seed) {
    SeededStream draw = SeededStream.of(seed, "data/split");
    LongUnaryOperator whole = number -> draw.uniform(number) < fraction ? 0 : Long.MAX_VALUE;
    Survey survey = new Survey(whole, fraction > 0 && fraction < 1);
    corpus.read(survey);
    int documents = survey.lengths.size();
    if (documents == 0) {
      throw KleiberException.usage("the corpus is empty: none of its documents has any text");
    }
    if (!survey.splits || survey.isFull()) {
      return new SplitRule(whole, documents > 1, null);
    }
    List<Long> lengths = survey.lengths;
    return new SplitRule(
        number -> (long) ((1 - fraction) * lengths.get((int) number)),
        documents > 1,
        remark(fraction, documents));
  }

  private static String remark(double fraction, int documents) {
    String percent =
        BigDecimal.valueOf(100 * fraction)
            .round(new MathContext(3))
            .stripTrailingZeros()
            .toPlainString();
    return "held out: the last "
        + percent
        + (documents == 1
            ? " % of the only document"
            : " % of each of the " + documents + " documents, since they are few");
  }

  /** How many characters of a document are trained on: those before what is held out of it. */
  long trainingCharacters(long document) {
    return training.applyAsLong(document);
  }

  /** Whether there is more than one document, so that their ends are marked. */
  boolean marksEnds() {
    return several;
  }

  /** What the user should know, if anything. */
  Optional<String> remark() {
    return Optional.ofNullable(remark);
  }

  /** Counts documents and their characters until both splits have enough. */
  private static final class Survey implements DocumentSink {
    private final LongUnaryOperator training;
    private final boolean splits;
    private final List<Long> lengths = new ArrayList<>();
    private long characters;
    private int heldOut;

    Survey(LongUnaryOperator training, boolean splits) {
      this.training = training;
      this.splits = splits;
    }

    @Override
    public void part(String text, boolean ends) {
      characters += text.codePointCount(0, text.length());
      if (ends && characters > 0) {
        heldOut += training.applyAsLong(lengths.size()) == 0 ? 1 : 0;
        lengths.add(characters);
        characters = 0;
      }
    }

    @Override
    public boolean isFull() {
      return splits ? heldOut >= FEWEST && lengths.size() - heldOut >= FEWEST : lengths.size() > 1;
    }
  }
}
