package kleiber.lm.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges from a vocabulary in order of rank, as tiktoken publishes GPT-2's: a token's two parts are
 * what is left of its bytes once all tokens of lower rank are merged.
 */
final class RankedTokens {
  private RankedTokens() {}

  /**
   * The merges, in order.
   *
   * @param tokens bytes of each token, the single bytes among them; earlier ones merge first
   * @return pairs (left, right) of tokens
   */
  static List<int[]> merges(byte[][] tokens) {
    Map<String, Integer> ranks = new HashMap<>();
    for (int i = 0; i < tokens.length; i++) {
      ranks.put(PrintableBytes.of(tokens[i]), i);
    }
    List<int[]> merges = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].length > 1) {
        merges.add(parts(PrintableBytes.of(tokens[i]), i, ranks));
      }
    }
    return merges;
  }

  private static int[] parts(String token, int rank, Map<String, Integer> ranks) {
    List<String> parts = new ArrayList<>(Arrays.asList(token.split("")));
    while (parts.size() > 2) {
      int best = rank;
      int place = -1;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int joined = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), rank);
        if (joined < best) {
          best = joined;
          place = i;
        }
      }
      if (place < 0) {
        throw new IllegalStateException("no merges make token " + rank);
      }
      parts.set(place, parts.get(place) + parts.remove(place + 1));
    }
    return new int[] {ranks.get(parts.get(0)), ranks.get(parts.get(1))};
  }
}
