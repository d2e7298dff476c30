package kleiber.lm.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import kleiber.core.testing.Fuzz;
import kleiber.lm.tokenizer.TokenizerSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepared tokens and files of token batches of any bytes are read, or refused in words. */
class TokenFuzzTest {
  private static final String BATCHES =
      """
      {"batches": [
        {"input_ids": [[1, 2, 3], [4, 5, 6]], "labels": [[-100, 2, -100], [4, -100, 6]],
         "attention_mask": [[1, 1, 0], [1, 1, 1]], "token_type_ids": [[0, 0, 1], [0, 1, 1]],
         "next_sentence_label": [0, 1]}
      ]}
      """;

  @TempDir Path folder;
  private Path valid;

  @BeforeEach
  void prepare() throws Exception {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello, world! ".repeat(20));
    CorpusSpec corpus = new CorpusSpec.Files(List.of(text.toString()), "text", "**");
    Dataset data =
        new DatasetCache(folder.resolve("cache"), note -> {})
            .open(corpus, new TokenizerSpec.Chars(), 0.1, 1);
    valid = folder.resolve("cache/tokens").resolve(data.id());
    Files.writeString(valid.resolve("batches.json"), BATCHES);
  }

  /** As after a check that the file passed: what the header says is all that protects. */
  private static void readTokens(Path home) {
    Path file = home.resolve("tokens.bin");
    TokenFile.Header header = TokenFile.readHeader(file);
    int[] target = new int[64];
    for (Tokens tokens :
        List.of(Tokens.ofTraining(file, header), Tokens.ofValidation(file, header))) {
      for (long at = 0; at < tokens.size(); at += target.length) {
        tokens.read(at, target, (int) Math.min(target.length, tokens.size() - at));
      }
    }
    TokenFile.verify(file);
  }

  private static void compare(Path home) {
    new SealedFolder(home, Clock.systemUTC()).require();
  }

  private static void readBatches(Path home) {
    TokenBatches batches = TokenBatches.read(home.resolve("batches.json"));
    batches.maxToken();
    batches.requireTargets();
  }

  private Stream<Runnable> fuzzes(int cases) throws Exception {
    Path sealed = folder.resolve("sealed");
    Files.createDirectories(sealed);
    for (String name : List.of("manifest.json", "tokens.bin", "tokenizer.json")) {
      Files.copy(valid.resolve(name), sealed.resolve(name));
    }
    Files.copy(valid.resolve("tokenizer_config.json"), sealed.resolve("tokenizer_config.json"));
    return Stream.of(
        () -> run(Fuzz.of("tokens", valid, "tokens.bin"), cases, TokenFuzzTest::readTokens),
        () -> run(Fuzz.of("sealed", sealed, "manifest.json"), cases, TokenFuzzTest::compare),
        () -> run(Fuzz.of("batches", valid, "batches.json"), cases, TokenFuzzTest::readBatches));
  }

  private static void run(Fuzz fuzz, int cases, Fuzz.Reader reader) {
    try {
      fuzz.run(cases, reader);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyFileOfTokensIsReadOrRefusedInWords() throws Exception {
    fuzzes(Fuzz.SHORT).forEach(Runnable::run);
  }

  @Test
  @Tag("long")
  void everyFileOfTwentyThousandIs() throws Exception {
    fuzzes(Fuzz.LONG).forEach(Runnable::run);
  }
}
