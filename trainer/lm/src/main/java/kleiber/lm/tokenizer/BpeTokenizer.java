package kleiber.lm.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import kleiber.core.text.DocumentReader;

/**
 * Byte-level BPE: tokens 0 to 255 are the bytes, 256 + i is merge i, the last one ends a document.
 */
public final class BpeTokenizer implements Tokenizer {
  /** Words whose tokens are remembered; natural text repeats itself. */
  private static final int CACHE_SIZE = 1 << 17;

  private static final int LONGEST_CACHED = 64;

  private final List<int[]> merges;
  private final PairMerger merger;
  private final byte[][] bytes;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  private BpeTokenizer(List<int[]> merges) {
    this.merges = merges;
    this.merger = new PairMerger(merges);
    this.bytes = new byte[256 + merges.size()][];
    for (int i = 0; i < 256; i++) {
      bytes[i] = new byte[] {(byte) i};
    }
    for (int i = 0; i < merges.size(); i++) {
      int[] pair = merges.get(i);
      bytes[256 + i] = concatenate(bytes[pair[0]], bytes[pair[1]]);
    }
  }

  /** The tokenizer of merges (left, right) in order; each refers to earlier tokens only. */
  static BpeTokenizer of(List<int[]> merges) {
    return new BpeTokenizer(List.copyOf(merges));
  }

  /** Learns a tokenizer of at most {@code vocabulary} kinds from a corpus. */
  public static BpeTokenizer train(DocumentReader corpus, int vocabulary) {
    return of(BpeTrainer.train(WordCounts.of(corpus), vocabulary - 257));
  }

  /** The merges, in order. */
  public List<int[]> merges() {
    return merges;
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
  public int[] encode(String text) {
    IntList tokens = new IntList(16 + text.length() / 2);
    EndOfText.split(
        text,
        part -> PreTokenizer.split(part, word -> tokens.addAll(word(word))),
        () -> tokens.add(bytes.length));
    return tokens.toArray();
  }

  private int[] word(String word) {
    int[] known = cache.get(word);
    if (known != null) {
      return known;
    }
    int[] tokens = merger.merge(PreTokenizer.utf8(word));
    if (word.length() <= LONGEST_CACHED && cache.size() < CACHE_SIZE) {
      cache.put(word, tokens);
    }
    return tokens;
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
  public TokenizerFiles files() {
    return ByteLevelJson.of(bytes, merges, true);
  }

  private static byte[] concatenate(byte[] a, byte[] b) {
    byte[] result = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }
}
