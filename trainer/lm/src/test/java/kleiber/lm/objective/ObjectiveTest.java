package kleiber.lm.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;
import kleiber.lm.data.CorpusSpec;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.data.Tokens;
import kleiber.lm.objective.ObjectiveSpec.Masked;
import kleiber.lm.objective.ObjectiveSpec.Masked.Pairs;
import kleiber.lm.objective.ObjectiveSpec.Spans;
import kleiber.lm.tokenizer.ByteTokenizer;
import kleiber.lm.tokenizer.TokenizerSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveTest {
  private static final int VOCABULARY = 32;
  private static final int CLASS = VOCABULARY;
  private static final int SEPARATOR = VOCABULARY + 1;
  private static final int MASK = VOCABULARY + 2;
  private static final int EXAMPLES = 3000;

  @TempDir static Path folder;
  private static Tokens tokens;

  @BeforeAll
  static void generate() {
    CorpusSpec corpus = new CorpusSpec.Synthetic(VOCABULARY, 1.5, 50_000, 1);
    tokens =
        new DatasetCache(folder, text -> {})
            .open(corpus, new TokenizerSpec.Bytes(), 0.1, 1)
            .train();
  }

  private static Batch example(Objective objective, int[] window, long number) {
    Batch batch = new Batch(objective.layout(), 1);
    objective.write(window, window.length, SeededStream.of(1, "test").child(number), batch, 0);
    return batch;
  }

  private static int[] window(Objective objective, long number) {
    int[] window = new int[objective.windowLength()];
    for (int i = 0; i < window.length; i++) {
      window[i] = tokens.get(number % 500 * 50 + i);
    }
    return window;
  }

  /** Lengths that T5's own helper computes. */
  @ParameterizedTest
  @CsvSource({"512, 568, 114", "256, 284, 58", "128, 141, 29", "64, 70, 14", "32, 34, 8"})
  void spanCorruptionHasT5sLengths(int context, int window, int targets) {
    Objective objective = new Spans(0.15, 3, 100).bind(context, tokens, VOCABULARY, null);
    assertThat(objective.windowLength()).isEqualTo(window);
    assertThat(objective.layout().length()).isEqualTo(targets);
    assertThat(objective.layout().columns(Field.SOURCE)).isEqualTo(context);
  }

  @Test
  void spansComeBackInTheTargetsBehindTheirSentinels() {
    Objective objective = new Spans(0.15, 3, 100).bind(64, tokens, VOCABULARY, null);
    int top = VOCABULARY + 100;
    for (long number = 0; number < 200; number++) {
      int[] window = window(objective, number);
      Batch batch = example(objective, window, number);
      int[] source = batch.get(Field.SOURCE);
      int[] targets = batch.get(Field.TARGETS);
      assertThat(source[0]).isLessThan(VOCABULARY);
      assertThat(source[63]).isEqualTo(VOCABULARY);
      assertThat(targets[13]).isEqualTo(VOCABULARY);
      assertThat(batch.get(Field.TOKENS)[0]).isZero();
      assertThat(Arrays.copyOfRange(batch.get(Field.TOKENS), 1, 14))
          .isEqualTo(Arrays.copyOf(targets, 13));
      List<Integer> restored = new ArrayList<>();
      int next = top;
      for (int i = 0; i < 63; i++) {
        if (source[i] < VOCABULARY) {
          restored.add(source[i]);
          continue;
        }
        assertThat(source[i]).isEqualTo(next);
        int sentinel = source[i];
        int at = IntStream.range(0, 14).filter(k -> targets[k] == sentinel).findFirst().orElse(-1);
        for (int k = at + 1; targets[k] < VOCABULARY; k++) {
          restored.add(targets[k]);
        }
        next--;
      }
      assertThat(restored.stream().mapToInt(i -> i)).containsExactly(box(window));
      assertThat(top - next).isEqualTo(3);
    }
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  @Test
  void everyDivisionIntoSpansIsAsLikely() {
    Objective objective = new Spans(0.5, 2, 100).bind(12, tokens, VOCABULARY, null);
    assertThat(objective.windowLength()).isEqualTo(15);
    int[] window = IntStream.range(0, 15).toArray();
    int[] firstKept = new int[16];
    for (long number = 0; number < EXAMPLES; number++) {
      int[] source = example(objective, window, number).get(Field.SOURCE);
      int kept = 0;
      while (source[kept] < VOCABULARY) {
        kept++;
      }
      firstKept[kept]++;
    }
    // 7 kept in 4 spans: the first has 1, 2, 3 or 4 in C(5,2), C(4,2), C(3,2), C(2,2) of 20 ways.
    double[] expected = {0, 10 / 20.0, 6 / 20.0, 3 / 20.0, 1 / 20.0};
    for (int kept = 1; kept <= 4; kept++) {
      assertThat(firstKept[kept] / (double) EXAMPLES).isCloseTo(expected[kept], within(0.03));
    }
  }

  @Test
  void bertHidesFifteenPercentInThreeWays() {
    Objective objective = masked(0, Pairs.NEXT_SENTENCE, 0).bind(128, tokens, VOCABULARY, null);
    int targets = 0;
    int masked = 0;
    int kept = 0;
    for (long number = 0; number < EXAMPLES; number++) {
      Batch batch = example(objective, window(objective, number), number);
      for (int i = 0; i < 128; i++) {
        int token = batch.get(Field.TOKENS)[i];
        int target = batch.get(Field.TARGETS)[i];
        if (target != Field.IGNORED) {
          targets++;
          assertThat(target).isLessThan(VOCABULARY);
          masked += token == MASK ? 1 : 0;
          kept += token == target ? 1 : 0;
        } else {
          assertThat(token).isNotEqualTo(MASK);
        }
      }
    }
    assertThat(targets).isEqualTo(EXAMPLES * (int) Math.rint(0.15 * 128));
    assertThat(masked / (double) targets).isCloseTo(0.8, within(0.01));
    // A tenth is kept on purpose, and of the random tenth one in 32 is what it was.
    assertThat(kept / (double) targets).isCloseTo(0.1 + 0.1 / 32, within(0.01));
  }

  private static Masked masked(int maxWords, Pairs pairs, double shortened) {
    return new Masked(0.15, 0.8, 0.1, maxWords, pairs, shortened);
  }

  /** What a sequence was before tokens were hidden. */
  private static int[] original(Batch batch) {
    int[] sequence = batch.get(Field.TOKENS).clone();
    for (int i = 0; i < sequence.length; i++) {
      int target = batch.get(Field.TARGETS)[i];
      sequence[i] = target == Field.IGNORED ? sequence[i] : target;
    }
    return sequence;
  }

  @Test
  void halfOfTheSecondSegmentsAreFromElsewhere() {
    Objective objective = masked(0, Pairs.NEXT_SENTENCE, 0).bind(64, tokens, VOCABULARY, null);
    int elsewhere = 0;
    for (long number = 0; number < EXAMPLES; number++) {
      int[] window = window(objective, number);
      Batch batch = example(objective, window, number);
      int[] sequence = original(batch);
      int[] segments = batch.get(Field.SEGMENTS);
      int second = IntStream.range(0, 64).filter(i -> segments[i] == 1).findFirst().orElse(-1);
      assertThat(sequence[0]).isEqualTo(CLASS);
      assertThat(sequence[second - 1]).isEqualTo(SEPARATOR);
      assertThat(sequence[63]).isEqualTo(SEPARATOR);
      int first = second - 2;
      assertThat(Arrays.copyOfRange(sequence, 1, 1 + first))
          .isEqualTo(Arrays.copyOf(window, first));
      int[] follows = Arrays.copyOfRange(window, first, window.length);
      boolean isNext = Arrays.equals(Arrays.copyOfRange(sequence, second, 63), follows);
      if (batch.get(Field.PAIR_TARGET)[0] == 0) {
        assertThat(isNext).isTrue();
      } else {
        elsewhere++;
      }
    }
    assertThat(elsewhere / (double) EXAMPLES).isCloseTo(0.5, within(0.03));
  }

  @Test
  void sentenceOrderSwapsTheSegmentsOfOneWindow() {
    Objective objective = masked(3, Pairs.SENTENCE_ORDER, 0).bind(64, tokens, VOCABULARY, null);
    int swapped = 0;
    for (long number = 0; number < EXAMPLES; number++) {
      int[] window = window(objective, number);
      Batch batch = example(objective, window, number);
      int[] sequence = original(batch);
      int cut = 1;
      while (sequence[cut] != SEPARATOR) {
        cut++;
      }
      List<Integer> joined = new ArrayList<>();
      boolean swap = batch.get(Field.PAIR_TARGET)[0] == 1;
      swapped += swap ? 1 : 0;
      int[][] parts = {{1, cut}, {cut + 1, 63}};
      for (int part = 0; part < 2; part++) {
        int[] range = parts[swap ? 1 - part : part];
        for (int i = range[0]; i < range[1]; i++) {
          joined.add(sequence[i]);
        }
      }
      assertThat(joined).containsExactly(box(window));
    }
    assertThat(swapped / (double) EXAMPLES).isCloseTo(0.5, within(0.03));
  }

  @Test
  void aTenthOfTheSequencesIsShorterAndPadded() {
    Objective objective = masked(0, Pairs.NEXT_SENTENCE, 0.1).bind(64, tokens, VOCABULARY, null);
    int shorter = 0;
    for (long number = 0; number < EXAMPLES; number++) {
      Batch batch = example(objective, window(objective, number), number);
      int length = batch.get(Field.LENGTH)[0];
      assertThat(length).isBetween(5, 64);
      shorter += length < 64 ? 1 : 0;
      for (int i = length; i < 64; i++) {
        assertThat(batch.get(Field.TARGETS)[i]).isEqualTo(Field.IGNORED);
      }
    }
    assertThat(shorter / (double) EXAMPLES).isCloseTo(0.1, within(0.02));
  }

  @Test
  void runsOfWholeWordsAreHiddenTogether() {
    byte[] text = "the quick brown fox jumps over a lazy dog and on it goes in the fog".getBytes();
    int[] window = IntStream.range(0, 61).map(i -> text[i % text.length]).toArray();
    Objective objective =
        new Masked(0.15, 1, 0, 3, Pairs.NONE, 0).bind(63, tokens, 256, new ByteTokenizer());
    for (long number = 0; number < EXAMPLES; number++) {
      Batch batch = example(objective, window, number);
      int[] targets = batch.get(Field.TARGETS);
      int hidden = 0;
      for (int i = 1; i < 62; i++) {
        boolean inside = Character.isLetter(window[i - 1]) && i > 1 && window[i - 2] != ' ';
        if (inside && Character.isLetter(window[i - 2])) {
          assertThat(targets[i] == Field.IGNORED)
              .as("letters %d and %d of one word", i - 1, i)
              .isEqualTo(targets[i - 1] == Field.IGNORED);
        }
        hidden += targets[i] == Field.IGNORED ? 0 : 1;
      }
      assertThat(hidden).isBetween(1, (int) Math.rint(0.15 * 63));
    }
  }

  @Test
  void examplesAreMadeAgainExactlyAndDifferFromOneAnother() {
    for (ObjectiveSpec spec :
        List.of(masked(3, Pairs.NEXT_SENTENCE, 0.1), new Spans(0.15, 3, 100))) {
      Objective objective = spec.bind(64, tokens, VOCABULARY, null);
      int[] window = window(objective, 1);
      int[] first = example(objective, window, 1).get(Field.TARGETS);
      assertThat(example(objective, window, 1).get(Field.TARGETS)).isEqualTo(first);
      assertThat(example(objective, window, 2).get(Field.TARGETS)).isNotEqualTo(first);
    }
  }

  @Test
  void contextsThatAreTooShortAndTooFewSentinelsAreRefused() {
    assertThatThrownBy(() -> new Spans(0.15, 3, 5).bind(512, tokens, VOCABULARY, null))
        .hasMessageContaining("sentinels");
    assertThatThrownBy(() -> new Spans(0.15, 3, 5).bind(2, tokens, VOCABULARY, null))
        .hasMessageContaining("context");
    assertThatThrownBy(() -> masked(0, Pairs.NEXT_SENTENCE, 0).bind(4, tokens, VOCABULARY, null))
        .hasMessageContaining("context");
  }
}
