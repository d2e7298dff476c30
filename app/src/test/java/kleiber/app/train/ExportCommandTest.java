package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import kleiber.core.testing.Checkout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders that were exported and read back by transformers 5.18, as it wants them. */
class ExportCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line a document; more than one kind of character. */
  private static final String TEXT = "to be or not to be\nthat is the question\n".repeat(60);

  @TempDir Path folder;
  private String corpus;

  @BeforeEach
  void writeCorpus() throws Exception {
    Files.writeString(folder.resolve("a.txt"), TEXT);
    Files.writeString(folder.resolve("b.txt"), TEXT);
    corpus = "corpus: {kind: files, paths: [" + folder.resolve("*.txt") + "]}";
  }

  /** Trains a few steps of a model and writes it out. */
  private CommandRun export(String model, String tokenizer, String more) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"),
            String.join(
                "\n",
                "model: {layers: 2, heads: 2, width: 8, context: 24" + model + "}",
                "data: {" + corpus + ", tokenizer: {" + tokenizer + "}, validationFraction: 0.3}",
                "batch: {sequences: 2}",
                "horizon: {steps: 6}",
                "schedule: {kind: constant, warmupSteps: 1}",
                "precision: fp32",
                more));
    String run = folder.resolve("run").toString();
    CommandRun trained = CommandRun.of("train", config.toString(), "--out", run);
    assertThat(trained.exit()).as(trained.err()).isZero();
    return CommandRun.of("export", run, "--to", folder.resolve("model").toString());
  }

  @Test
  void anExportReplacesAnExportWholeAndNothingElse() throws Exception {
    Path model = folder.resolve("model");
    assertThat(export("", "kind: bytes", "").exit()).isZero();
    Path weights = model.resolve("model.safetensors");
    byte[] first = Files.readAllBytes(weights);
    Files.writeString(weights, "older");
    String run = folder.resolve("run").toString();
    assertThat(CommandRun.of("export", run, "--to", model.toString()).exit()).isZero();
    assertThat(weights).hasBinaryContent(first);
    Files.writeString(model.resolve("README.md"), "a card that somebody wrote");
    CommandRun refused = CommandRun.of("export", run, "--to", model.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("holds \"README.md\"").contains("name a new folder");
    assertThat(model.resolve("README.md")).content().contains("somebody");
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("a.txt", "b.txt", "model", "run", "run.yaml");
    }
  }

  private JsonNode json(String name) throws Exception {
    return JSON.readTree(folder.resolve("model").resolve(name).toFile());
  }

  private static String ids(JsonNode node) {
    return String.join(
        " ",
        Stream.of("bos", "eos", "pad").map(role -> node.get(role + "_token_id").asText()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "kind: bytes, null null null",
    "kind: chars, null null null",
    "'kind: bpe, vocab: 270', 269 269 269",
    "kind: gpt2, 50256 50256 50256"
  })
  void everyFolderNamesTheTokensThatItsTextsHad(String tokenizer, String expected)
      throws Exception {
    CommandRun exported = export("", tokenizer, "");
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(exported.err()).isEmpty();
    assertThat(ids(json("config.json"))).isEqualTo(expected);
    assertThat(ids(json("generation_config.json"))).isEqualTo(expected);
    assertThat(json("generation_config.json").path("max_length").asInt()).isEqualTo(24);
    JsonNode config = json("tokenizer_config.json");
    assertThat(config.path("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
    assertThat(config.path("model_max_length").asInt()).isEqualTo(24);
    assertThat(config.path("eos_token").asText())
        .isEqualTo(expected.startsWith("null") ? "" : "<|endoftext|>");
    assertThat(json("tokenizer.json").path("added_tokens"))
        .hasSize(expected.startsWith("null") ? 0 : 1);
  }

  @Test
  void tokenizersOfOthersKeepTheirTokensAndPlaces() throws Exception {
    Path file = Checkout.path("trainer/lm/src/test/resources/huggingface/tokenizers/llama3.json");
    CommandRun exported = export("", "kind: bpe, file: " + file, "");
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(ids(json("config.json"))).isEqualTo("400 401 401");
    assertThat(json("tokenizer.json")).isEqualTo(JSON.readTree(file.toFile()));
    String model = folder.resolve("model").toString();
    assertThat(CommandRun.of("sample", model, "--prompt", "to be", "--tokens", "3").out())
        .startsWith("<|begin_of_text|>to be");
  }

  @Test
  void bertHasItsThreeTokensAfterTheTokenizers() throws Exception {
    CommandRun exported =
        export(", family: encoder", "kind: bytes", "objective: {kind: masked, maxWords: 3}");
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(json("config.json").path("model_type").asText()).isEqualTo("megatron-bert");
    assertThat(ids(json("config.json"))).isEqualTo("null null 257");
    JsonNode added = json("tokenizer.json").path("added_tokens");
    assertThat(added.findValuesAsText("content")).containsExactly("[CLS]", "[SEP]", "[MASK]");
    assertThat(added.findValuesAsText("id")).containsExactly("256", "257", "258");
    assertThat(json("tokenizer_config.json").path("mask_token").asText()).isEqualTo("[MASK]");
    assertThat(json("tokenizer.json").at("/post_processor/single").findValuesAsText("id"))
        .containsExactly("[CLS]", "A", "[SEP]");
  }

  @Test
  void t5HasItsEndAndItsSentinelsCountedDown() throws Exception {
    CommandRun exported =
        export(
            ", family: encoder-decoder, norm: rms, positions: buckets, scaledScores: false,"
                + " activation: relu, bias: false, scaledHead: true",
            "kind: bytes",
            "objective: {kind: spans, sentinels: 10}");
    assertThat(exported.exit()).as(exported.err()).isZero();
    JsonNode config = json("config.json");
    assertThat(config.path("vocab_size").asInt()).isEqualTo(267);
    assertThat(ids(config)).isEqualTo("null 256 256");
    assertThat(config.path("decoder_start_token_id").asInt()).isZero();
    assertThat(json("generation_config.json").path("decoder_start_token_id").asInt()).isZero();
    assertThat(json("tokenizer.json").path("added_tokens").findValuesAsText("content"))
        .hasSize(11)
        .startsWith("</s>", "<extra_id_9>")
        .endsWith("<extra_id_0>");
  }

  @Test
  void gpt3IsWrittenAsGptNeoWithTheSameLoss() throws Exception {
    CommandRun exported =
        export(", window: 5", "kind: bytes", "optimizer: {kind: adamw, lr: 3e-2}");
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(json("config.json").path("model_type").asText()).isEqualTo("gpt_neo");
    assertThat(json("config.json").path("window_size").asInt()).isEqualTo(5);
    StringBuilder tokens = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      tokens.append(i == 0 ? "" : ",").append((int) TEXT.charAt(3 * i));
    }
    Path batches =
        Files.writeString(folder.resolve("b.json"), "{\"batches\": [[[" + tokens + "]]]}");
    assertThat(loss("model", batches)).isCloseTo(loss("run", batches), within(1e-6));
  }

  private double loss(String name, Path batches) throws Exception {
    String model = folder.resolve(name).toString();
    CommandRun run = CommandRun.of("eval", model, "--batches", batches.toString(), "--json");
    return JSON.readTree(run.out()).path("loss").asDouble(Double.NaN);
  }

  @Test
  void optIsWrittenWhateverItsDropoutAndTheLostRateIsNamed() throws Exception {
    CommandRun exported =
        export(
            ", positionOffset: 2, activation: relu, dropout: 0.1, embeddingDropout: 0.2",
            "kind: bytes",
            "");
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(json("config.json").path("model_type").asText()).isEqualTo("opt");
    assertThat(exported.err())
        .contains("a opt folder has 0.0 for model.embeddingDropout, which was 0.2");
  }

  @Test
  void theKeysThatStandInTheWayAreNamed() throws Exception {
    CommandRun exported =
        export(", positionOffset: 2, activation: relu, normEps: 1e-6", "kind: bytes", "");
    assertThat(exported.exit()).isEqualTo(2);
    assertThat(exported.err())
        .contains("It would be gpt2 but for model.positionOffset = 2 (only 0)")
        .contains("or opt but for model.normEps = 1.0E-6 (only 1.0E-5)");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void whatTransformersDoesNotKnowIsSaidWhenWritten() throws Exception {
    CommandRun exported =
        export(", norm: rms, positions: distances", "kind: bytes", "objective: {kind: causal}");
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(exported.err()).contains("transformers does not know model_type gopher");
  }
}
