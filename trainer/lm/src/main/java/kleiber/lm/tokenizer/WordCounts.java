package kleiber.lm.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kleiber.core.text.DocumentReader;

/** How often each word of a corpus occurs, counted on all cores. */
final class WordCounts {
  private WordCounts() {}

  /** The counts by word, in the order of the words, which does not depend on the cores. */
  static TreeMap<String, Long> of(DocumentReader corpus) {
    TreeMap<String, Long> counts = new TreeMap<>();
    try (Blocks<Map<String, long[]>> blocks =
        new Blocks<>(
            PreTokenizer::boundary,
            WordCounts::count,
            part -> part.forEach((word, count) -> counts.merge(word, count[0], Long::sum)))) {
      corpus.read((text, ends) -> blocks.add(new Part(text, false, ends, false)));
      blocks.finish();
    }
    return counts;
  }

  private static Map<String, long[]> count(List<Blocks.Piece> block) {
    Map<String, long[]> counts = new HashMap<>();
    for (Blocks.Piece piece : block) {
      EndOfText.split(
          piece.text(),
          part -> PreTokenizer.split(part, w -> counts.computeIfAbsent(w, x -> new long[1])[0]++),
          () -> {});
    }
    return counts;
  }
}
