package kleiber.trainer.data;

import java.util.function.Consumer;
import kleiber.trainer.KleiberException;
import kleiber.trainer.random.SeededStream;

/**
 * Deals documents out to the splits, by a seeded draw on their number. A corpus of one document is
 * cut at a character, its end being the validation split. Empty documents do not count.
 */
final class DocumentSplit {
  private final double validationFraction;
  private final SeededStream draw;
  private final Consumer<Document> sink;
  private String first;
  private long documents;

  DocumentSplit(double validationFraction, long seed, Consumer<Document> sink) {
    this.validationFraction = validationFraction;
    this.draw = SeededStream.of(seed, "data/split");
    this.sink = sink;
  }

  /** Takes the next document. */
  void add(String text) {
    if (text.isEmpty()) {
      return;
    }
    documents++;
    if (documents == 1) {
      first = text;
      return;
    }
    if (documents == 2) {
      deal(first, 0);
      first = null;
    }
    deal(text, documents - 1);
  }

  private void deal(String text, long number) {
    sink.accept(new Document(text, draw.uniform(number) < validationFraction, true));
  }

  /** There are no more documents. */
  void finish() {
    if (documents == 0) {
      throw KleiberException.usage("the corpus is empty: none of its documents has any text");
    }
    if (documents == 1) {
      int codePoints = first.codePointCount(0, first.length());
      int cut = first.offsetByCodePoints(0, (int) ((1 - validationFraction) * codePoints));
      sink.accept(new Document(first.substring(0, cut), false, false));
      sink.accept(new Document(first.substring(cut), true, false));
    }
  }
}
