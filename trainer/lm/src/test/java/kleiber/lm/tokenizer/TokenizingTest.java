package kleiber.lm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import kleiber.lm.data.CorpusSpec;
import kleiber.lm.data.Dataset;
import kleiber.lm.data.DatasetCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fast paths against what they stand for. */
class TokenizingTest {
  /** As published with GPT-2. */
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final String[] PARTS = {
    " ", "  ", "\n", "\t", "\r\n", "\u00a0", "\u3000", "\u0085", "\u001c", "\u200b", "'", "'s",
    "'ll", "'x", "re", "ve", "Zoë", "ab", "7", "½", "Ⅷ", "日本", "🙂", "𝒜", "\ud83d", "—", ".",
    "...", "\u0301", "_"
  };

  @TempDir Path folder;

  private static String randomText(long seed, int parts) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }

  @Test
  void wordsAreThoseOfThePublishedExpression() {
    for (int seed = 0; seed < 3000; seed++) {
      String text = randomText(seed, 12);
      List<String> expected = WORD.matcher(text).results().map(match -> match.group()).toList();
      List<String> actual = new ArrayList<>();
      PreTokenizer.split(text, actual::add);
      assertThat(actual).as("words of %s", text).isEqualTo(expected);
    }
  }

  @Test
  void mergesAreTheEarliestThatApplyFromLeftToRight() {
    Random random = new Random(1);
    List<int[]> merges = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int kinds = 3 + i;
      merges.add(new int[] {kind(random.nextInt(kinds)), kind(random.nextInt(kinds))});
    }
    PairMerger merger = new PairMerger(merges);
    for (int n = 1; n < 400; n++) {
      byte[] word = new byte[n % 50 + 1];
      for (int i = 0; i < word.length; i++) {
        word[i] = (byte) random.nextInt(3);
      }
      assertThat(merger.merge(word)).isEqualTo(oneByOne(merges, word));
    }
  }

  /** Three bytes, then the merges. */
  private static int kind(int i) {
    return i < 3 ? i : 253 + i;
  }

  private static int[] oneByOne(List<int[]> merges, byte[] word) {
    List<Integer> tokens = new ArrayList<>();
    for (byte b : word) {
      tokens.add((int) b);
    }
    while (true) {
      int at = -1;
      int merge = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < tokens.size(); i++) {
        int rank = rank(merges, tokens.get(i), tokens.get(i + 1));
        if (rank < merge) {
          merge = rank;
          at = i;
        }
      }
      if (at < 0) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
      }
      tokens.set(at, 256 + merge);
      tokens.remove(at + 1);
    }
  }

  /** The last of equal pairs wins, as in a table that is filled in order. */
  private static int rank(List<int[]> merges, int left, int right) {
    int found = Integer.MAX_VALUE;
    for (int i = 0; i < merges.size(); i++) {
      found = Arrays.equals(merges.get(i), new int[] {left, right}) ? i : found;
    }
    return found;
  }

  @Test
  void wordsAreWholeWhereverThePartsOfATextEnd() {
    String text = randomText(5, 300_000);
    List<Blocks.Piece> pieces = new ArrayList<>();
    try (Blocks<List<Blocks.Piece>> blocks =
        new Blocks<>(PreTokenizer::boundary, block -> block, pieces::addAll)) {
      Random random = new Random(1);
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + random.nextInt(100_000));
        blocks.add(new Part(text.substring(at, end), false, end == text.length(), true));
        at = end;
      }
      blocks.finish();
    }
    List<String> words = new ArrayList<>();
    pieces.forEach(piece -> PreTokenizer.split(piece.text(), words::add));
    List<String> expected = new ArrayList<>();
    PreTokenizer.split(text, expected::add);
    assertThat(words).isEqualTo(expected);
    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(pieces).filteredOn(Blocks.Piece::ends).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "chars", "bpe", "gpt2"})
  void aLongDocumentInBlocksHasTheTokensOfTheWhole(String kind) throws Exception {
    byte[] utf8 = ("x" + randomText(7, 400_000) + "y").getBytes(StandardCharsets.UTF_8);
    String text = new String(utf8, StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("long.txt"), utf8);
    CorpusSpec corpus = new CorpusSpec.Files(List.of(file.toString()), "text", "**");
    TokenizerSpec spec =
        switch (kind) {
          case "bytes" -> new TokenizerSpec.Bytes();
          case "chars" -> new TokenizerSpec.Chars();
          case "bpe" -> new TokenizerSpec.Bpe(320, null);
          default -> new TokenizerSpec.Gpt2();
        };
    Dataset data = new DatasetCache(folder.resolve("cache"), note -> {}).open(corpus, spec, 0, 1);
    int[] tokens = new int[(int) data.train().size()];
    data.train().read(0, tokens, tokens.length);
    assertThat(tokens).isEqualTo(data.tokenizer().encode(text));
  }
}
