package kleiber.lm.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile tokenizer.json of our own kinds and of others', which Hugging Face's library reads. */
class TokenizerFuzzTest {
  private static final String TEXT = "To be, or not to be: that is the question.\n Ünïcode 1234";

  @TempDir Path valid;

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes", "chars", "bpe", "llama3", "sentencepiece", "word-level", "word-piece"})
  void everyTokenizerIsReadAndUsedOrRefusedInWords(String kind) throws IOException {
    tokenizers(kind, Fuzz.SHORT / 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes",
        "chars",
        "bpe",
        "gpt2",
        "llama3",
        "olmo",
        "qwen",
        "prefix-space",
        "sentencepiece",
        "word-level",
        "word-piece"
      })
  @Tag("long")
  void everyTokenizerIsReadAndUsedOrRefusedInWordsAtLength(String kind) throws IOException {
    tokenizers(kind, Fuzz.LONG / 8);
  }

  private void tokenizers(String kind, int cases) throws IOException {
    switch (kind) {
      case "bytes" -> new ByteTokenizer().files().write(valid);
      case "chars" -> CharTokenizer.of(TEXT.codePoints().toArray()).files().write(valid);
      case "bpe" ->
          BpeTokenizer.train(sink -> sink.part(TEXT.repeat(4), true), 280).files().write(valid);
      default -> {
        Path foreign = Path.of("src/test/resources/huggingface/tokenizers", kind + ".json");
        Files.copy(foreign, valid.resolve("tokenizer.json"));
        TokenizerJson.read(valid.resolve("tokenizer.json")).files().write(valid);
      }
    }
    Fuzz.of("tokenizer-" + kind, valid, "tokenizer.json", "tokenizer.json", "tokenizer_config.json")
        .run(cases, folder -> use(TokenizerJson.read(TokenizerFiles.in(folder))));
  }

  private static void use(Tokenizer tokenizer) {
    int vocabulary = tokenizer.vocabulary();
    for (int token : tokenizer.encode("To be")) {
      if (token < 0 || token >= vocabulary) {
        throw new AssertionError("token " + token + " of " + vocabulary);
      }
    }
    tokenizer.beginningOfText();
    tokenizer.endOfText();
    tokenizer.boundary(TEXT, 1);
    if (vocabulary > 0) {
      tokenizer.decode(new int[] {0, vocabulary - 1, vocabulary / 2});
    }
    tokenizer.files().contents(16);
  }
}
