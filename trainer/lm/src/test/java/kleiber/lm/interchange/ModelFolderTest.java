package kleiber.lm.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;
import kleiber.core.testing.Checkout;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.Field;
import kleiber.lm.data.TokenBatches;
import kleiber.lm.interchange.family.HuggingFaceFamily;
import kleiber.lm.model.Dropouts;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.LanguageModel;
import kleiber.lm.model.Parameters;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpecBuilder;
import kleiber.lm.model.spec.Mup;
import kleiber.lm.recipe.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of every family. */
class ModelFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN = Path.of("src/main/resources/golden");

  @TempDir Path temporary;

  static Stream<ModelSpec> specs() {
    return Stream.of(
        Architectures.gpt1(2, 2, 8, 6, 11),
        Architectures.gpt2(3, 1, 10, 6, 11),
        Architectures.opt(1, 3, 12, 7, 5),
        Architectures.gopher(2, 3, 6, 16, 9, 13),
        Architectures.llama(2, 4, 2, 16, 24, 8, 13),
        normed(),
        Architectures.palm(2, 3, 6, 10, 8, 13),
        Architectures.bert(2, 2, 8, 9, 17),
        Architectures.bert(2, 2, 8, 9, 17).toBuilder().block(BlockForm.PRE_NORM).build(),
        Architectures.t5(2, 3, 5, 8, 20, 9, 17));
  }

  /** Qwen3's. */
  private static ModelSpec normed() {
    return Architectures.llama(2, 4, 2, 16, 24, 8, 13).toBuilder()
        .attention(new ModelSpec.Attention(4, 2, 8, true, true))
        .build();
  }

  private static Tensor weights(ModelSpec spec) {
    ParameterMap map = ParameterMap.of(spec);
    Tensor values = new ReferenceBackend().allocate((int) map.size());
    Initializer.initialize(map, values, 3);
    return values;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void exportThenImportIsTheIdentity(ModelSpec spec) {
    ModelFolder folder = new ModelFolder(temporary.resolve("m"));
    Tensor values = weights(spec);
    folder.write(spec, values, null);
    ModelSpec read = folder.readSpec();
    assertThat(read).isEqualTo(spec);
    Tensor back = new ReferenceBackend().allocate((int) values.size());
    folder.readWeights(read, back);
    assertThat(back.toArray()).isEqualTo(values.toArray());
  }

  @Test
  void biasesThatAFamilyHasAndAModelHasNotAreWrittenAsZeros() {
    ModelSpec spec = Architectures.gpt2(1, 1, 4, 3, 5).withBiases(false);
    ModelFolder folder = new ModelFolder(temporary.resolve("m"));
    Tensor values = weights(spec);
    folder.write(spec, values, null);
    ModelSpec read = folder.readSpec();
    Tensor back = new ReferenceBackend().allocate((int) ParameterMap.of(read).size());
    folder.readWeights(read, back);
    Map<String, Safetensors.Values> before = ModelFolder.toTensors(spec, values);
    Map<String, Safetensors.Values> after = ModelFolder.toTensors(read, back);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach(
        (name, tensor) ->
            assertThat(tensor.values()).as(name).isEqualTo(before.get(name).values()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt1", "gpt2", "opt", "gopher", "llama", "palm", "bert", "t5"})
  void whatIsReadFromAGoldenFolderIsWrittenBack(String name) throws Exception {
    Path golden = GOLDEN.resolve(name + "-tiny");
    ModelFolder source = new ModelFolder(golden);
    ModelSpec spec = source.readSpec();
    Tensor values = new ReferenceBackend().allocate((int) ParameterMap.of(spec).size());
    source.readWeights(spec, values);
    ModelFolder copy = new ModelFolder(temporary.resolve(name));
    copy.write(spec, values, null);
    try (Safetensors theirs = Safetensors.open(golden.resolve("model.safetensors"));
        Safetensors ours = Safetensors.open(copy.path().resolve("model.safetensors"))) {
      assertThat(ours.entries().keySet()).isEqualTo(theirs.entries().keySet());
      for (String tensor : theirs.entries().keySet()) {
        assertThat(ours.entries().get(tensor).shape())
            .isEqualTo(theirs.entries().get(tensor).shape());
        assertThat(ours.read(tensor)).as(tensor).isEqualTo(theirs.read(tensor));
      }
    }
    JsonNode config = JSON.readTree(copy.path().resolve("config.json").toFile());
    JSON.readTree(golden.resolve("config.json").toFile())
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals("afn") && !field.getKey().equals("n_inner")) {
                assertThat(config.get(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue());
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, n_layer, 0, must be a size",
    "gpt2, n_layer, 16777216, is not from 1 to",
    "gpt2, n_embd, 30, does not divide",
    "gpt2, vocab_size, 62, wte.weight",
    "gpt2, layer_norm_epsilon, -1, at least 0",
    "gpt2, scale_attn_by_inverse_layer_idx, true, not supported",
    "llama, num_key_value_heads, 3, cannot share",
    "llama, head_dim, 7, even head width",
    "llama, rope_scaling, 2, must be an object",
    "llama, rope_scaling, '{\"type\": \"linear\", \"factor\": 2}', rope_scaling.type = \"linear\" is not",
    "llama, rope_scaling, '{\"factor\": 2}', rope_scaling.factor = 2 is not supported",
    "llama, rope_parameters, '{\"rope_type\": \"yarn\"}', rope_parameters.rope_type",
    "llama, rope_parameters, '{\"full_attention\": {}}', rope_parameters.full_attention",
    "llama, rope_parameters, '{\"rope_theta\": 0}', base above 0",
    "llama, partial_rotary_factor, 0.5, not supported",
    "llama, attention_bias, true, mlp_bias",
    "llama, pruned_heads, '{\"0\": [1]}', pruned_heads.0 = [1] is not supported",
    "llama, hidden_size, 18446744073709551648, must be a size",
    "opt, word_embed_proj_dim, 16, not supported",
    "opt, activation_function, softplus, is not one of",
    "bert, hidden_dropout_prob, 1.5, below 1",
    "bert, type_vocab_size, 3, token_type_embeddings",
    "t5, relative_attention_num_buckets, 1, buckets",
    "t5, feed_forward_proj, gated-softplus, is not one of",
    "t5, num_decoder_layers, 3, missing",
    "t5, decoder_start_token_id, 5, only 0",
    "t5, is_gated_act, true, wi_0",
    "t5, scale_decoder_outputs, false, not supported",
    "bert, position_embedding_type, relative_key, not supported",
    "bert, is_decoder, true, not supported",
    "gpt2, activation_function, quick_gelu, is not one of",
    "gopher, n_head, 3, r_w_bias",
    "palm, model_type, pathways, is not one of"
  })
  void impossibleConfigurationsAreNamed(String name, String key, String value, String message)
      throws Exception {
    Path golden = GOLDEN.resolve(name + "-tiny");
    ObjectNode config = (ObjectNode) JSON.readTree(golden.resolve("config.json").toFile());
    try {
      config.set(key, JSON.readTree(value));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      config.put(key, value);
    }
    Files.writeString(temporary.resolve("config.json"), config.toString());
    Files.copy(golden.resolve("model.safetensors"), temporary.resolve("model.safetensors"));
    ModelFolder folder = new ModelFolder(temporary);
    assertThatThrownBy(
            () -> {
              ModelSpec spec = folder.readSpec();
              folder.readWeights(
                  spec, new ReferenceBackend().allocate((int) ParameterMap.of(spec).size()));
            })
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(message);
  }

  /** Loss by transformers in float64 (src/test/resources/huggingface/make.py). */
  @Test
  void gptNeoComputesWhatHuggingFaceDoes() throws Exception {
    Path path = Path.of("src/test/resources/huggingface/gpt-neo");
    JsonNode expected = JSON.readTree(path.resolve("case.json").toFile());
    assertThat(loss(new ModelFolder(path), path.resolve("case.json")))
        .isCloseTo(expected.path("loss").asDouble(), within(1e-6));
  }

  private static double loss(ModelFolder folder, Path tokens) {
    ModelSpec spec = folder.readSpec();
    Tensor values = new ReferenceBackend().allocate((int) ParameterMap.of(spec).size());
    folder.readWeights(spec, values);
    return loss(spec, values, tokens);
  }

  @Test
  void gptNeosPatternMustAlternate() throws Exception {
    Path golden = Path.of("src/test/resources/huggingface/gpt-neo");
    ObjectNode config = (ObjectNode) JSON.readTree(golden.resolve("config.json").toFile());
    config.set("attention_types", JSON.readTree("[[[\"local\"], 3]]"));
    Files.writeString(temporary.resolve("config.json"), config.toString());
    assertThatThrownBy(() -> new ModelFolder(temporary).claimedSpec())
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("attention_types");
    config.set("attention_types", JSON.readTree("[[[\"global\"], 3]]"));
    Files.writeString(temporary.resolve("config.json"), config.toString());
    assertThat(new ModelFolder(temporary).claimedSpec().family()).isEqualTo(new Family.Decoder(0));
  }

  /** Biases that GPT-Neo has not and scores that it does not scale make no difference. */
  @Test
  void gpt3ComputesTheSameAsGptNeo() throws Exception {
    ModelSpec spec = Architectures.gpt3(3, 2, 6, 12, 16, 41, 5);
    Tensor values = weights(spec);
    SeededStream draws = SeededStream.of(7, "biases");
    for (Parameter parameter : ParameterMap.of(spec).parameters()) {
      for (int i = 0; i < parameter.size() && parameter.shape().length == 1; i++) {
        float[] value = {(float) (parameter.mean() + draws.child(parameter.offset()).uniform(i))};
        values.write(parameter.offset() + i, value, 0, 1);
      }
    }
    ModelFolder folder = new ModelFolder(temporary.resolve("m"));
    assertThat(folder.write(spec, values, null)).isEmpty();
    ModelSpec read = folder.readSpec();
    assertThat(read.attention().scaled()).isFalse();
    assertThat(read.family()).isEqualTo(spec.family());
    Path tokens = Path.of("src/test/resources/huggingface/gpt-neo/case.json");
    assertThat(loss(folder, tokens)).isCloseTo(loss(spec, values, tokens), within(1e-6));
  }

  /** Three times as wide as the base, with heads as much wider, and as much deeper where it may. */
  static Stream<ModelSpec> underMup() {
    Mup wide = new Mup(4, 2, 16, 0);
    Mup deep = new Mup(4, 2, 16, 1);
    return Stream.of(
            Architectures.gpt1(3, 2, 12, 16, 41).toBuilder().parametrisation(wide),
            Architectures.gpt2(3, 2, 12, 16, 41).toBuilder().parametrisation(deep),
            Architectures.gpt3(3, 2, 6, 12, 16, 41, 5).toBuilder().parametrisation(deep),
            Architectures.opt(3, 2, 12, 16, 41).toBuilder().parametrisation(wide),
            Architectures.gopher(3, 2, 6, 12, 16, 41).toBuilder().parametrisation(deep),
            Architectures.llama(3, 2, 1, 12, 48, 16, 41).toBuilder().parametrisation(deep),
            Architectures.llama(3, 2, 1, 12, 48, 16, 41).toBuilder()
                .attention(new ModelSpec.Attention(2, 1, 6, true, true))
                .parametrisation(deep),
            Architectures.palm(3, 2, 6, 12, 16, 41).toBuilder().parametrisation(deep))
        .map(ModelSpecBuilder::build);
  }

  @ParameterizedTest
  @MethodSource("underMup")
  void aModelUnderMupIsWrittenWithItsFactorsInItsWeightsAndComputesTheSame(ModelSpec spec) {
    Tensor values = weights(spec);
    SeededStream draws = SeededStream.of(7, "all");
    float[] drawn = new float[(int) values.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) (0.5 * draws.normal(i));
    }
    values.set(drawn);
    ModelFolder folder = new ModelFolder(temporary.resolve("m"));
    folder.write(spec, values, null);
    Path tokens = Path.of("src/test/resources/huggingface/gpt-neo/case.json");
    double factorless = loss(StandardForm.of(spec), values, tokens);
    assertThat(loss(spec, values, tokens)).isNotCloseTo(factorless, within(1e-3));
    assertThat(loss(folder, tokens)).isCloseTo(loss(spec, values, tokens), within(2e-6));
  }

  private static double loss(ModelSpec spec, Tensor values, Path tokens) {
    TokenBatches batches = TokenBatches.read(tokens);
    ReferenceBackend backend = new ReferenceBackend();
    LanguageModel model =
        new LanguageModel(
            spec,
            backend,
            backend.kernels(),
            new Parameters(ParameterMap.of(spec), Variable.constant(values)),
            batches.layout(),
            batches.sequences(),
            Dropouts.none());
    model.load(batches.batch(0), 0);
    model.forward();
    return model.losses().get(0).op().lossSum() / batches.batch(0).targetCount(Field.TARGETS);
  }

  @Test
  void queryBiasesThatNothingStandsInForAreRefused() {
    ModelSpec spec = Architectures.gpt3(1, 2, 2, 4, 6, 11, 3);
    Tensor values = new ReferenceBackend().allocate((int) ParameterMap.of(spec).size());
    values.write(
        ParameterMap.of(spec).get("layers.0.attn.qkv.bias").offset(), new float[] {1}, 0, 1);
    assertThatThrownBy(() -> new ModelFolder(temporary.resolve("m")).write(spec, values, null))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("block 0 cannot be written as gpt_neo")
        .hasMessageContaining("model.bias = false");
  }

  @ParameterizedTest
  @CsvSource({
    "bert, bert",
    "chinchilla, gopher",
    "gopher, gopher",
    "gpt-1, openai-gpt",
    "gpt-3, gpt_neo",
    "llama, llama",
    "llama-2, llama",
    "megatron-bert, megatron-bert",
    "megatron-gpt-2, gpt2",
    "opt, opt",
    "palm, palm",
    "t5, t5"
  })
  void everySizeOfEveryRecipeHasItsFamily(String recipe, String family) {
    Recipe read = Recipe.read(Checkout.path("configs/recipes/" + recipe + ".yaml"));
    for (Recipe.Size size : read.sizes()) {
      ModelSpec spec = read.config(size).model().spec(1000);
      assertThat(HuggingFaceFamily.of(spec).modelType()).as(size.name()).isEqualTo(family);
    }
  }

  @Test
  void anArchitectureWithoutAFamilyIsRefusedByItsKeys() {
    ModelSpec banded =
        Architectures.opt(2, 2, 8, 6, 11).toBuilder().family(new Family.Decoder(3)).build();
    assertThatThrownBy(() -> new ModelFolder(temporary).write(banded, weights(banded), null))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("gpt_neo but for model.positionOffset = 2 (only 0)")
        .hasMessageContaining("opt but for model.window = 3 (only 0)");
  }
}
