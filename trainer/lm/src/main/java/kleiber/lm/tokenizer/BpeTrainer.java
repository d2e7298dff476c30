package kleiber.lm.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns byte-pair merges (Sennrich et al., arXiv:1508.07909, algorithm 1): the most frequent pair
 * of neighbours becomes one token, again and again. Among equals the pair with the smaller tokens
 * wins, so that the same text always gives the same merges.
 *
 * <p>Only the words that hold the merged pair are visited, and counts change by what the merge
 * changes in them.
 */
final class BpeTrainer {
  private final List<int[]> words = new ArrayList<>();
  private final List<Long> wordCounts = new ArrayList<>();
  private final Map<Long, Long> pairCounts = new HashMap<>();
  private final Map<Long, Set<Integer>> wordsWithPair = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  /** A pair with the count it had when it was queued; stale once the count has changed. */
  private record Candidate(long pair, long count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byCount = Long.compare(other.count, count);
      return byCount != 0 ? byCount : Long.compare(pair, other.pair);
    }
  }

  private BpeTrainer(TreeMap<String, Long> counts) {
    counts.forEach(
        (word, count) -> {
          byte[] bytes = PreTokenizer.utf8(word);
          int[] tokens = new int[bytes.length];
          for (int i = 0; i < tokens.length; i++) {
            tokens[i] = bytes[i] & 0xFF;
          }
          words.add(tokens);
          wordCounts.add(count);
          count(words.size() - 1, 1);
        });
    pairCounts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
  }

  /**
   * Learns up to {@code merges} merges, fewer when no pair occurs twice.
   *
   * @param counts how often each pre-tokenised word occurs
   * @return pairs (left, right); merge i makes token 256 + i
   */
  static List<int[]> train(TreeMap<String, Long> counts, int merges) {
    BpeTrainer trainer = new BpeTrainer(counts);
    List<int[]> learned = new ArrayList<>();
    while (learned.size() < merges) {
      Candidate best = trainer.best();
      if (best == null) {
        break;
      }
      int left = (int) (best.pair() >>> 32);
      int right = (int) best.pair();
      trainer.merge(left, right, 256 + learned.size());
      learned.add(new int[] {left, right});
    }
    return learned;
  }

  private Candidate best() {
    for (Candidate top = queue.poll(); top != null; top = queue.poll()) {
      if (top.count() >= 2 && pairCounts.getOrDefault(top.pair(), 0L) == top.count()) {
        return top;
      }
    }
    return null;
  }

  private void merge(int left, int right, int token) {
    long pair = pair(left, right);
    Set<Long> touched = new HashSet<>();
    for (int index : wordsWithPair.remove(pair)) {
      collect(index, touched);
      count(index, -1);
      words.set(index, merged(words.get(index), left, right, token));
      count(index, 1);
      collect(index, touched);
    }
    for (long other : touched) {
      long count = pairCounts.getOrDefault(other, 0L);
      if (count > 0) {
        queue.add(new Candidate(other, count));
      } else {
        pairCounts.remove(other);
        wordsWithPair.remove(other);
      }
    }
  }

  private void collect(int index, Set<Long> pairs) {
    int[] word = words.get(index);
    for (int i = 0; i + 1 < word.length; i++) {
      pairs.add(pair(word[i], word[i + 1]));
    }
  }

  private void count(int index, int sign) {
    int[] word = words.get(index);
    long weight = sign * wordCounts.get(index);
    for (int i = 0; i + 1 < word.length; i++) {
      long pair = pair(word[i], word[i + 1]);
      pairCounts.merge(pair, weight, Long::sum);
      if (sign > 0) {
        wordsWithPair.computeIfAbsent(pair, p -> new HashSet<>()).add(index);
      }
    }
  }

  private static int[] merged(int[] word, int left, int right, int token) {
    int[] result = new int[word.length];
    int length = 0;
    for (int i = 0; i < word.length; i++) {
      boolean match = i + 1 < word.length && word[i] == left && word[i + 1] == right;
      result[length++] = match ? token : word[i];
      i += match ? 1 : 0;
    }
    return java.util.Arrays.copyOf(result, length);
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }
}
