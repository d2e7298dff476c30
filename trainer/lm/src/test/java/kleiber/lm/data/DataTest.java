package kleiber.lm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;
import kleiber.lm.objective.Objective;
import kleiber.lm.objective.ObjectiveSpec;
import kleiber.lm.objective.TrainingExamples;
import kleiber.lm.objective.ValidationExamples;
import kleiber.lm.tokenizer.BpeTokenizer;
import kleiber.lm.tokenizer.ByteTokenizer;
import kleiber.lm.tokenizer.Tokenizer;
import kleiber.lm.tokenizer.TokenizerJson;
import kleiber.lm.tokenizer.TokenizerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {
  private static final String HARD =
      "naïve café — «ß» 日本語 🙂👩‍👩‍👧 \u0000\t\r\n  spaces   'll don't 123,456";

  @TempDir Path folder;

  private Dataset open(CorpusSpec corpus, TokenizerSpec tokenizer) {
    return new DatasetCache(folder.resolve("cache"), notes::add).open(corpus, tokenizer, 0.1, 1);
  }

  private final List<String> notes = new ArrayList<>();

  private CorpusSpec.Files files(String name, String content) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    return new CorpusSpec.Files(List.of(file.toString()), "text", "**");
  }

  @Test
  void everyTokenizerGivesTextBack() throws Exception {
    CorpusSpec corpus = files("hard.txt", (HARD + " the cat sat on the mat ").repeat(50));
    for (TokenizerSpec spec :
        List.of(
            new TokenizerSpec.Bytes(),
            new TokenizerSpec.Chars(),
            new TokenizerSpec.Bpe(400, null),
            new TokenizerSpec.Gpt2())) {
      Tokenizer tokenizer = open(corpus, spec).tokenizer();
      assertThat(tokenizer.decode(tokenizer.encode(HARD))).as("%s", spec).isEqualTo(HARD);
    }
  }

  @Test
  void bpeLearnsTheMostFrequentPairsFirstAndSurvivesItsFile() throws Exception {
    CorpusSpec corpus = files("ab.txt", "ab ab ab abc abc zz\n".repeat(30));
    BpeTokenizer tokenizer =
        (BpeTokenizer) open(corpus, new TokenizerSpec.Bpe(300, null)).tokenizer();
    assertThat(tokenizer.merges().get(0)).containsExactly('a', 'b');
    tokenizer.files().write(folder);
    Tokenizer read = TokenizerJson.read(folder.resolve("tokenizer.json"));
    assertThat(read.encode("abc zz ab")).isEqualTo(tokenizer.encode("abc zz ab"));
    assertThat(read.vocabulary()).isEqualTo(tokenizer.vocabulary());
  }

  @Test
  void oneDocumentIsCutAtNinetyPercentOfItsCharacters() throws Exception {
    Dataset data = open(files("one.txt", "é".repeat(1003)), new TokenizerSpec.Chars());
    assertThat(data.train().size()).isEqualTo(902);
    assertThat(data.validation().size()).isEqualTo(101);
    assertThat(data.validation().textBytes()).isEqualTo(202);
  }

  @Test
  void whereWholeDocumentsAreDealtOutBothSplitsHaveSome() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"text\": \"0123456789\"}\n");
    }
    Dataset whole = open(files("many.jsonl", lines.toString()), new TokenizerSpec.Bytes());
    assertThat(whole.validation().size()).as("six documents and their marks").isEqualTo(6 * 11);
    CorpusSpec fewer = files("few.jsonl", lines.substring(0, lines.length() / 2));
    Dataset inside = open(fewer, new TokenizerSpec.Bytes());
    assertThat(inside.train().size()).isEqualTo(30 * 10);
    assertThat(inside.validation().size()).isEqualTo(30 * 2);
    assertThat(notes)
        .contains("held out: the last 10 % of each of the 30 documents, since they are few");
  }

  @Test
  void manyMayPrepareTheSameDataAtOnce() throws Exception {
    CorpusSpec corpus = files("shared.txt", "many hands ".repeat(20_000));
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      Callable<Long> prepare =
          () ->
              new DatasetCache(folder.resolve("cache"), note -> {})
                  .open(corpus, new TokenizerSpec.Bpe(300, null), 0.1, 1)
                  .train()
                  .size();
      List<Long> sizes = new ArrayList<>();
      for (Future<Long> size : writers.invokeAll(Collections.nCopies(8, prepare))) {
        sizes.add(size.get());
      }
      assertThat(Set.copyOf(sizes)).hasSize(1);
    } finally {
      writers.shutdownNow();
    }
    try (Stream<Path> kept = Files.list(folder.resolve("cache/tokens"))) {
      assertThat(kept).as("one folder, nothing half prepared").hasSize(1);
    }
  }

  @Test
  void theEmbeddedCorpusIsTenMegabytesOfEnglishSplitByDocument() {
    Dataset data = open(new CorpusSpec.Wordnet(), new TokenizerSpec.Bytes());
    long bytes = data.train().textBytes() + data.validation().textBytes();
    assertThat(bytes).isBetween(7_000_000L, 15_000_000L);
    assertThat((double) data.validation().textBytes() / bytes).isCloseTo(0.1, within(0.01));
    int[] head = new int[200];
    for (int i = 0; i < head.length; i++) {
      head[i] = data.train().get(i);
    }
    assertThat(data.tokenizer().decode(head)).contains("\n").contains("living or nonliving");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100, 1000})
  void everyWindowIsUsedOnceAnEpochInAnOrderThatChanges(int windows) {
    Permutation first =
        new Permutation(windows, kleiber.core.random.SeededStream.of(1, "order").child(0));
    Permutation second =
        new Permutation(windows, kleiber.core.random.SeededStream.of(1, "order").child(1));
    Set<Long> seen = new HashSet<>();
    boolean differs = false;
    for (long i = 0; i < windows; i++) {
      assertThat(first.apply(i)).isBetween(0L, windows - 1L);
      seen.add(first.apply(i));
      differs |= first.apply(i) != second.apply(i);
    }
    assertThat(seen).hasSize(windows);
    assertThat(differs).isEqualTo(windows > 3 || differs);
  }

  @Test
  void targetsAreTheNextTokensAndValidationCountsEachOnce() throws Exception {
    Dataset data = open(files("abc.txt", "abcdefghij".repeat(100)), new TokenizerSpec.Bytes());
    Objective objective = nextToken(7, data.train());
    Batch batch = new Batch(objective.layout(), 2);
    int[] inputs = batch.get(Field.TOKENS);
    int[] targets = batch.get(Field.TARGETS);
    SequenceSource train = new TrainingExamples(data.train(), objective, Sampling.EPOCH, 1);
    for (long i = 0; i < 3 * train.sequencesPerEpoch(); i++) {
      train.read(i, batch, 1);
      for (int t = 7; t < 14; t++) {
        assertThat(targets[t]).isEqualTo('a' + (inputs[t] - 'a' + 1) % 10);
      }
    }
    SequenceSource validation = new ValidationExamples(data.validation(), objective);
    int counted = 0;
    for (long i = 0; i < validation.sequencesPerEpoch(); i++) {
      validation.read(i, batch, 0);
      for (int t = 0; t < 7; t++) {
        counted += targets[t] >= 0 ? 1 : 0;
      }
    }
    assertThat(counted).isEqualTo(data.validation().size() - 1);
    validation.read(validation.sequencesPerEpoch(), batch, 0);
    assertThat(batch.targetCount(Field.TARGETS)).isEqualTo(7);
  }

  private static Objective nextToken(int length, Tokens tokens) {
    return new ObjectiveSpec.Causal().bind(length, tokens, 256, new ByteTokenizer());
  }

  @Test
  void preparedTokensAreReusedAndRepairedWhenDamaged() throws Exception {
    CorpusSpec corpus = files("c.txt", "hello world ".repeat(100));
    open(corpus, new TokenizerSpec.Bytes());
    notes.clear();
    Dataset reused = open(corpus, new TokenizerSpec.Bytes());
    assertThat(notes).isEmpty();
    Path file = folder.resolve("cache/tokens").resolve(reused.id()).resolve("tokens.bin");
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 500));
    Dataset repaired = open(corpus, new TokenizerSpec.Bytes());
    assertThat(notes).anyMatch(note -> note.contains("preparing again"));
    assertThat(repaired.train().size()).isEqualTo(reused.train().size());
  }

  @Test
  void theSyntheticSourceHasTheEntropyItStates() {
    CorpusSpec.Synthetic spec = new CorpusSpec.Synthetic(12, 1.5, 1000, 3);
    MarkovSource source = new MarkovSource(spec);
    long[][] pairs = new long[12][12];
    int[] last = {-1};
    source.generate(
        4_000_000,
        token -> {
          if (last[0] >= 0) {
            pairs[last[0]][token]++;
          }
          last[0] = token;
        });
    double empirical = 0;
    for (long[] row : pairs) {
      long total = java.util.Arrays.stream(row).sum();
      for (long count : row) {
        empirical -= count == 0 ? 0 : count / 3_999_999.0 * Math.log((double) count / total);
      }
    }
    assertThat(source.entropyNats()).isCloseTo(empirical, within(0.002));
  }

  @Test
  void badInputIsNamedWithTheWayOut() throws Exception {
    assertThatThrownBy(
            () ->
                open(
                    new CorpusSpec.Files(List.of("/nowhere/x.txt"), "text", "**"),
                    new TokenizerSpec.Bytes()))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("/nowhere/x.txt");
    CorpusSpec lines = files("l.jsonl", "{\"text\": \"a\"}\n{\"body\": \"b\"}\n");
    assertThatThrownBy(() -> open(lines, new TokenizerSpec.Bytes()))
        .hasMessageContaining("l.jsonl:2")
        .hasMessageContaining("data.corpus.field");
    assertThatThrownBy(() -> open(files("e.txt", ""), new TokenizerSpec.Bytes()))
        .hasMessageContaining("empty");
    Dataset small = open(files("s.txt", "short"), new TokenizerSpec.Bytes());
    assertThatThrownBy(
            () ->
                new TrainingExamples(
                    small.train(), nextToken(64, small.train()), Sampling.EPOCH, 1))
        .hasMessageContaining("smaller context");
  }
}
