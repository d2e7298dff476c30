package kleiber.lm.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Applies byte-pair merges to one word: always the earliest learned one that applies, from left to
 * right, in O(n log n) of the word's bytes. Text without spaces makes words of any length.
 */
final class PairMerger {
  private static final int GONE = -1;

  private final Map<Long, Integer> ranks = new HashMap<>();

  /**
   * @param merges pairs (left, right); merge i makes token 256 + i
   */
  PairMerger(List<int[]> merges) {
    for (int i = 0; i < merges.size(); i++) {
      ranks.put(pair(merges.get(i)[0], merges.get(i)[1]), i);
    }
  }

  /** The tokens of a word's bytes. */
  int[] merge(byte[] word) {
    return new Pass(word).run();
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** A word on its way: a linked list of tokens, each at the place of its first byte. */
  private final class Pass {
    private final int[] tokens;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Long> queue = new PriorityQueue<>();

    Pass(byte[] word) {
      tokens = new int[word.length];
      next = new int[word.length];
      previous = new int[word.length];
      for (int i = 0; i < word.length; i++) {
        tokens[i] = word[i] & 0xFF;
        next[i] = i + 1;
        previous[i] = i - 1;
      }
    }

    int[] run() {
      for (int at = 0; at < tokens.length; at++) {
        offer(at);
      }
      int count = tokens.length;
      for (Long first = queue.poll(); first != null; first = queue.poll()) {
        int rank = (int) (first >>> 32);
        int at = first.intValue();
        if (rank(at) == rank) {
          tokens[at] = 256 + rank;
          drop(next[at]);
          count--;
          offer(previous[at]);
          offer(at);
        }
      }
      int[] merged = new int[count];
      for (int i = 0, at = 0; i < count; i++, at = next[at]) {
        merged[i] = tokens[at];
      }
      return merged;
    }

    private void drop(int at) {
      tokens[at] = GONE;
      next[previous[at]] = next[at];
      if (next[at] < tokens.length) {
        previous[next[at]] = previous[at];
      }
    }

    private void offer(int at) {
      int rank = rank(at);
      if (rank >= 0) {
        queue.add((long) rank << 32 | at);
      }
    }

    /** Which merge joins the token here with the next one, −1 for none. */
    private int rank(int at) {
      if (at < 0 || tokens[at] == GONE || next[at] >= tokens.length) {
        return -1;
      }
      Integer rank = ranks.get(pair(tokens[at], tokens[next[at]]));
      return rank == null ? -1 : rank;
    }
  }
}
