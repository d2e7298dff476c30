package kleiber.lm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kleiber.core.KleiberException;
import kleiber.core.text.TextFiles;
import kleiber.lm.data.CorpusSpec;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.data.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers that others made, against what Hugging Face's tokenizers 0.23 gives (make.py). */
class ForeignTokenizerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILES = Path.of("src/test/resources/huggingface/tokenizers");

  @TempDir Path folder;

  private static Path file(String name) {
    return FILES.resolve(name + ".json");
  }

  private static JsonNode cases(String name) throws Exception {
    return JSON.readTree(file("cases").toFile()).path(name);
  }

  private static List<String> lines() throws Exception {
    List<String> lines = new ArrayList<>();
    cases("lines").forEach(line -> lines.add(line.asText()));
    return lines;
  }

  private static int[] ids(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }

  private int[] prepared(Path tokenizer, List<String> documents) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String document : documents) {
      text.append(JSON.createObjectNode().put("text", document)).append('\n');
    }
    Path file = Files.writeString(folder.resolve("text.jsonl"), text);
    CorpusSpec corpus = new CorpusSpec.Files(List.of(file.toString()), "text", "**");
    TokenizerSpec spec = new TokenizerSpec.Bpe(1024, tokenizer);
    Tokens train =
        new DatasetCache(folder.resolve("cache"), note -> {}).open(corpus, spec, 0, 1).train();
    int[] tokens = new int[(int) train.size()];
    train.read(0, tokens, tokens.length);
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt2",
        "prefix-space",
        "llama3",
        "qwen",
        "olmo",
        "sentencepiece",
        "word-level",
        "word-piece"
      })
  void everyLineHasHuggingFacesTokens(String name) throws Exception {
    Tokenizer tokenizer = TokenizerJson.read(file(name));
    List<String> lines = lines();
    JsonNode expected = cases(name);
    assertThat(expected).hasSize(60);
    for (int i = 0; i < 60; i++) {
      assertThat(tokenizer.encode(lines.get(i)))
          .as("%s: %s", name, lines.get(i))
          .isEqualTo(ids(expected.get(i)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, 400, -1, 0",
    "prefix-space, 402, -1, 400",
    "llama3, 403, 400, 401",
    "qwen, 403, -1, 400",
    "olmo, 403, -1, 0",
    "sentencepiece, 330, 1, 2",
    "word-level, 50, -1, 1",
    "word-piece, 88, 2, 3"
  })
  void textsBeginAndEndWithTheFilesTokens(String name, int vocabulary, int beginning, int end)
      throws Exception {
    Tokenizer tokenizer = TokenizerJson.read(file(name));
    assertThat(tokenizer.vocabulary()).isEqualTo(vocabulary);
    assertThat(tokenizer.beginningOfText().orElse(-1)).isEqualTo(beginning);
    assertThat(tokenizer.endOfText().orElse(-1)).isEqualTo(end);
    IntStream marked =
        IntStream.concat(
            tokenizer.beginningOfText().stream(), IntStream.of(tokenizer.encode("of the word")));
    int[] one = IntStream.concat(marked, IntStream.of(end)).toArray();
    assertThat(prepared(file(name), List.of("of the word", "of the word")))
        .isEqualTo(IntStream.concat(IntStream.of(one), IntStream.of(one)).toArray());
  }

  @Test
  void theConfigurationBesideTheFileSaysWhatEndsAText() throws Exception {
    Path own = Files.copy(file("qwen"), folder.resolve("tokenizer.json"));
    Path config = folder.resolve("tokenizer_config.json");
    Files.writeString(
        config, "{\"eos_token\": {\"content\": \"<|im_end|>\"}, \"bos_token\": null}");
    assertThat(TokenizerJson.read(own).endOfText()).hasValue(402);
    Files.writeString(config, "{\"eos_token\": \"<|fin|>\"}");
    assertThatThrownBy(() -> TokenizerJson.read(own))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(
            "eos_token is \"<|fin|>\", which the tokenizer beside it does not have");
  }

  @Test
  void anotherEndOfTextIsOtherData() throws Exception {
    Path own = Files.copy(file("qwen"), folder.resolve("tokenizer.json"));
    List<String> documents = List.of("of", "the");
    int[] before = prepared(own, documents);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<|im_end|>\"}");
    int[] after = prepared(own, documents);
    assertThat(before[before.length - 1]).isEqualTo(400);
    assertThat(after[after.length - 1]).isEqualTo(402);
  }

  /** More characters than are worked on in one go. */
  @ParameterizedTest
  @ValueSource(strings = {"prefix-space", "llama3", "sentencepiece"})
  void aLongDocumentHasTheTokensOfTheWhole(String name) throws Exception {
    String text = String.join("", lines()).repeat(230).substring(0, 300_000);
    Tokenizer tokenizer = TokenizerJson.read(file(name));
    int[] whole = tokenizer.encode(text);
    int[] tokens = prepared(file(name), List.of(text, "x"));
    int from = tokenizer.beginningOfText().isPresent() ? 1 : 0;
    assertThat(IntStream.of(tokens).skip(from).limit(whole.length).toArray()).isEqualTo(whole);
    assertThat(tokens[from + whole.length]).isEqualTo(tokenizer.endOfText().getAsInt());
  }

  @Test
  void filesAreHandedOnAsTheyWereWithTheirRoles() throws Exception {
    Tokenizer tokenizer = TokenizerJson.read(file("llama3"));
    tokenizer.files().write(folder);
    assertThat(JSON.readTree(folder.resolve("tokenizer.json").toFile()))
        .isEqualTo(JSON.readTree(file("llama3").toFile()));
    JsonNode config = JSON.readTree(folder.resolve("tokenizer_config.json").toFile());
    assertThat(config.path("bos_token").asText()).isEqualTo("<|begin_of_text|>");
    assertThat(config.path("eos_token").asText()).isEqualTo("<|end_of_text|>");
  }

  @Test
  void halvesOfCharactersAreReplaced() throws Exception {
    Tokenizer tokenizer = TokenizerJson.read(file("gpt2"));
    assertThat(tokenizer.encode("a\ud800b")).isEqualTo(tokenizer.encode("a\ufffdb"));
    assertThat(tokenizer.decode(tokenizer.encode("naïve 😀"))).isEqualTo("naïve 😀");
  }

  @Test
  void whatHuggingFaceCannotReadIsRefused() throws Exception {
    ObjectNode root = (ObjectNode) JSON.readTree(file("gpt2").toFile());
    root.withObject("/model").put("type", "Zebra");
    Path zebra = Files.writeString(folder.resolve("zebra.json"), root.toString());
    assertThatThrownBy(() -> TokenizerJson.read(zebra).encode("a"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("zebra.json is no tokenizer that Hugging Face's library reads");
    Path text = Files.writeString(folder.resolve("text.json"), "[1, 2]");
    assertThatThrownBy(() -> TokenizerJson.read(text)).hasMessageContaining("is not a JSON object");
  }

  @Test
  void whatEndsTheLibrarysProcessIsRefusedInWords() throws Exception {
    ObjectNode root = (ObjectNode) JSON.readTree(file("word-piece").toFile());
    root.withObject("/post_processor").withObject("/special_tokens").removeAll();
    Path panic = Files.writeString(folder.resolve("panic.json"), root.toString());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> TokenizerJson.read(panic).encode("a"))
          .isInstanceOf(KleiberException.class)
          .hasMessageContaining("panic.json is no tokenizer that Hugging Face's library reads");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|model must be an object, not absent",
        "{\"model\": []}|model must be an object, not []",
        "{\"model\": {\"vocab\": 3}}|model.vocab must be an object or a list, not 3",
        "{\"model\": {\"vocab\": {\"a\": -1}}}|model.vocab: \"a\" must be a whole number from 0",
        "{\"model\": {\"vocab\": {\"a\": 2147483647}}}|from 0 to 16777215, not 2147483647",
        "{\"model\": {\"vocab\": {\"a\": 0.5}}}|must be a whole number",
        "{\"model\": {\"vocab\": {\"a\": null}}}|must be a whole number from 0 to 16777215, not null",
        "{\"model\": {\"vocab\": [[\"a\"]]}}|model.vocab must list pairs of a text and a number",
        "{\"model\": {}, \"added_tokens\": {}}|added_tokens must be a list, not {}",
        "{\"model\": {}, \"added_tokens\": [null]}|added_tokens must list objects with a content",
        "{\"model\": {}, \"added_tokens\": [{\"content\": \"a\"}]}|added_tokens: id must be a whole",
        "{\"model\": {\"vocab\": {\"a\": 16777215}}}|has 1 tokens, but numbers them up to 16777215",
        "null|is not a JSON object, but null"
      })
  void tokensThatAreNoTokensAreNamed(String json, String message) throws Exception {
    Path own = Files.writeString(folder.resolve("tokenizer.json"), json);
    assertThatThrownBy(() -> TokenizerJson.read(own))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("tokenizer.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \"", "\"a b c\"", "[]", "null", "[\"a\", \"b\"]", "3"})
  void mergesThatAreNoPairsAreNotOurs(String merge) throws Exception {
    ObjectNode root = (ObjectNode) JSON.readTree(new ByteTokenizer().toJson());
    ((ObjectNode) root.at("/model/vocab")).put("ab", 256);
    ((ObjectNode) root.at("/model")).putArray("merges").add(JSON.readTree(merge));
    Path own = Files.writeString(folder.resolve("tokenizer.json"), root.toString());
    assertThat(TokenizerJson.read(own)).isInstanceOf(ForeignTokenizer.class);
  }

  @Test
  void aPostProcessorThatAddsMoreThanOneTokenIsRefused() throws Exception {
    ObjectNode root = (ObjectNode) JSON.readTree(file("word-piece").toFile());
    JsonNode first = root.at("/post_processor/single/0");
    root.withObject("/post_processor").withArray("single").insert(0, first.deepCopy());
    Path twice = Files.writeString(folder.resolve("twice.json"), root.toString());
    assertThatThrownBy(() -> TokenizerJson.read(twice).endOfText())
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("twice.json: its post_processor");
  }

  /** What Hugging Face's library makes of the files that our own tokenizers write. */
  @ParameterizedTest
  @ValueSource(strings = {"bytes", "chars", "bpe", "gpt2"})
  void ourOwnTokenizersAreReadByHuggingFaceWithTheSameTokens(String kind) throws Exception {
    String all = String.join("", lines());
    Path text = Files.writeString(folder.resolve("all.txt"), all);
    CorpusSpec.Files corpus = new CorpusSpec.Files(List.of(text.toString()), "text", "**");
    Tokenizer own =
        switch (kind) {
          case "bytes" -> new ByteTokenizer();
          case "chars" -> CharTokenizer.of(all.codePoints().toArray());
          case "bpe" -> BpeTokenizer.train(TextFiles.open(corpus.source(), bytes -> {}), 500);
          default -> new Gpt2Tokenizer();
        };
    NativeTokenizer theirs = new NativeTokenizer(kind, own.files().tokenizer().toString());
    for (String line : lines()) {
      int[] tokens = own.encode(line);
      assertThat(theirs.encode(line, true)).as(line).isEqualTo(tokens);
      assertThat(theirs.decode(tokens)).isEqualTo(line);
    }
    own.files().write(folder);
    assertThat(TokenizerJson.read(folder.resolve("tokenizer.json"))).hasSameClassAs(own);
  }

  @Test
  void theEndOfTextWrittenOutIsThatToken() {
    Tokenizer gpt2 = new Gpt2Tokenizer();
    assertThat(gpt2.encode("a<|endoftext|> b")).containsExactly(64, 50_256, 275);
  }
}
