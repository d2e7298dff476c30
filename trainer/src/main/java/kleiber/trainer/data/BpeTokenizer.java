package kleiber.trainer.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Byte-level BPE: tokens 0 to 255 are the bytes, 256 + i is merge i, the last one ends a document.
 */
public final class BpeTokenizer implements Tokenizer {
  /** Words whose tokens are remembered; natural text repeats itself. */
  private static final int CACHE_SIZE = 1 << 17;

  private final List<int[]> merges;
  private final Map<Long, Integer> ranks = new HashMap<>();
  private final byte[][] bytes;
  private final Map<String, int[]> cache = new HashMap<>();

  private BpeTokenizer(List<int[]> merges) {
    this.merges = merges;
    this.bytes = new byte[256 + merges.size()][];
    for (int i = 0; i < 256; i++) {
      bytes[i] = new byte[] {(byte) i};
    }
    for (int i = 0; i < merges.size(); i++) {
      int[] pair = merges.get(i);
      ranks.put((long) pair[0] << 32 | pair[1], i);
      bytes[256 + i] = concatenate(bytes[pair[0]], bytes[pair[1]]);
    }
  }

  /** The tokenizer of merges (left, right) in order; each refers to earlier tokens only. */
  public static BpeTokenizer of(List<int[]> merges) {
    return new BpeTokenizer(List.copyOf(merges));
  }

  /** Learns a tokenizer of at most {@code vocabulary} kinds from a corpus. */
  static BpeTokenizer train(DocumentReader corpus, int vocabulary) {
    Map<String, long[]> counts = new HashMap<>();
    corpus.read(
        text ->
            PreTokenizer.split(text, word -> counts.computeIfAbsent(word, w -> new long[1])[0]++));
    TreeMap<String, Long> ordered = new TreeMap<>();
    counts.forEach((word, count) -> ordered.put(word, count[0]));
    return of(BpeTrainer.train(ordered, vocabulary - 257));
  }

  /** The merges, in order. */
  public List<int[]> merges() {
    return merges;
  }

  /** The bytes that {@code token} stands for. */
  byte[] bytes(int token) {
    return bytes[token];
  }

  @Override
  public int vocabulary() {
    return bytes.length + 1;
  }

  @Override
  public OptionalInt endOfText() {
    return OptionalInt.of(bytes.length);
  }

  @Override
  public synchronized int[] encode(String text) {
    List<int[]> parts = new ArrayList<>();
    PreTokenizer.split(text, word -> parts.add(word(word)));
    return parts.stream().flatMapToInt(java.util.Arrays::stream).toArray();
  }

  private int[] word(String word) {
    int[] known = cache.get(word);
    if (known != null) {
      return known;
    }
    byte[] utf8 = PreTokenizer.utf8(word);
    int[] tokens = new int[utf8.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = utf8[i] & 0xFF;
    }
    for (int rank = lowestRank(tokens); rank >= 0; rank = lowestRank(tokens)) {
      int[] pair = merges.get(rank);
      tokens = BpeTrainer.merged(tokens, pair[0], pair[1], 256 + rank);
    }
    if (cache.size() < CACHE_SIZE) {
      cache.put(word, tokens);
    }
    return tokens;
  }

  private int lowestRank(int[] tokens) {
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < tokens.length; i++) {
      Integer rank = ranks.get((long) tokens[i] << 32 | tokens[i + 1]);
      lowest = rank == null ? lowest : Math.min(lowest, rank);
    }
    return lowest == Integer.MAX_VALUE ? -1 : lowest;
  }

  @Override
  public String decode(int[] tokens) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int token : tokens) {
      out.writeBytes(
          token == bytes.length
              ? TokenizerJson.END_OF_TEXT.getBytes(StandardCharsets.UTF_8)
              : bytes[token]);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] toJson() {
    return TokenizerJson.bpe(this);
  }

  private static byte[] concatenate(byte[] a, byte[] b) {
    byte[] result = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }
}
