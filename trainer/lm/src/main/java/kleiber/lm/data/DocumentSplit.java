package kleiber.lm.data;

import java.util.function.Consumer;
import kleiber.core.text.DocumentSink;
import kleiber.lm.tokenizer.Part;

/** Deals documents, or the parts of each, out to the splits. Empty documents do not count. */
final class DocumentSplit implements DocumentSink {
  private final SplitRule rule;
  private final Consumer<Part> sink;
  private long documents;
  private long characters;

  DocumentSplit(SplitRule rule, Consumer<Part> sink) {
    this.rule = rule;
    this.sink = sink;
  }

  @Override
  public void part(String text, boolean ends) {
    int length = text.codePointCount(0, text.length());
    if (characters + length == 0) {
      return;
    }
    long left = rule.trainingCharacters(documents) - characters;
    if (left <= 0) {
      add(text, true, ends);
    } else if (left >= length) {
      add(text, false, ends || left == length);
    } else {
      int cut = text.offsetByCodePoints(0, (int) left);
      add(text.substring(0, cut), false, true);
      add(text.substring(cut), true, ends);
    }
    characters = ends ? 0 : characters + length;
    documents += ends ? 1 : 0;
  }

  private void add(String text, boolean heldOut, boolean ends) {
    sink.accept(new Part(text, heldOut, ends, rule.marksEnds()));
  }

  /** Documents so far. */
  long documents() {
    return documents;
  }
}
