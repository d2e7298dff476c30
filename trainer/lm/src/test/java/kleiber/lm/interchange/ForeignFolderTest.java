package kleiber.lm.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import kleiber.core.KleiberException;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.spec.ModelSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same models as in the golden folders, written as others write them. */
class ForeignFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN = Path.of("src/main/resources/golden");

  @TempDir Path temporary;

  /** A tensor as it lies in a file. */
  private record Raw(String type, int[] shape, byte[] bytes) {}

  private static Map<String, Raw> tensors(String name) {
    Map<String, Raw> tensors = new LinkedHashMap<>();
    try (Safetensors file = Safetensors.open(GOLDEN.resolve(name + "-tiny/model.safetensors"))) {
      file.entries()
          .forEach(
              (key, entry) -> tensors.put(key, new Raw("F32", entry.shape(), f32(file.read(key)))));
    }
    return tensors;
  }

  private static byte[] f32(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private void write(String file, Map<String, Raw> tensors) throws Exception {
    ObjectNode header = JSON.createObjectNode();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Map.Entry<String, Raw> tensor : tensors.entrySet()) {
      ObjectNode node = header.putObject(tensor.getKey()).put("dtype", tensor.getValue().type());
      node.putArray("shape");
      for (int dimension : tensor.getValue().shape()) {
        node.withArray("shape").add(dimension);
      }
      int begin = data.size();
      data.writeBytes(tensor.getValue().bytes());
      node.putArray("data_offsets").add(begin).add(data.size());
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + json.length + data.size());
    all.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).put(data.toByteArray());
    Files.write(temporary.resolve(file), all.array());
  }

  private void copyConfig(String name) throws Exception {
    Files.copy(GOLDEN.resolve(name + "-tiny/config.json"), temporary.resolve("config.json"));
  }

  private static float[] weights(Path folder) {
    ModelFolder model = new ModelFolder(folder);
    ModelSpec spec = model.readSpec();
    Tensor values = new ReferenceBackend().allocate((int) ParameterMap.of(spec).size());
    model.readWeights(spec, values);
    return values.toArray();
  }

  private void assertSameAsGolden(String name) {
    assertThat(weights(temporary)).isEqualTo(weights(GOLDEN.resolve(name + "-tiny")));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, transformer., ''",
    "gpt1, '', transformer.",
    "llama, model., ''",
    "opt, model., ''",
    "bert, bert., ''"
  })
  void namesMayLackTheirPrefixOrHaveOne(String name, String from, String to) throws Exception {
    copyConfig(name);
    write("model.safetensors", renamed(name, key -> moved(key, from, to)));
    assertSameAsGolden(name);
  }

  private static String moved(String key, String from, String to) {
    return key.startsWith(from) ? to + key.substring(from.length()) : key;
  }

  private static Map<String, Raw> renamed(String name, UnaryOperator<String> names) {
    Map<String, Raw> renamed = new LinkedHashMap<>();
    tensors(name).forEach((key, tensor) -> renamed.put(names.apply(key), tensor));
    return renamed;
  }

  @Test
  void normsOfBertMayHaveGammaAndBeta() throws Exception {
    copyConfig("bert");
    write(
        "model.safetensors",
        renamed(
            "bert",
            key ->
                key.replace("LayerNorm.weight", "LayerNorm.gamma")
                    .replace("LayerNorm.bias", "LayerNorm.beta")));
    assertSameAsGolden("bert");
  }

  @ParameterizedTest
  @CsvSource({
    "bert, bert.embeddings.position_ids, I64, 8",
    "bert, cls.predictions.decoder.weight, F32, 4",
    "bert, cls.predictions.decoder.bias, F16, 2",
    "gpt2, transformer.h.0.attn.bias, BOOL, 1",
    "gpt2, h.1.attn.masked_bias, F32, 4",
    "gpt2, lm_head.weight, BF16, 2",
    "llama, model.layers.0.self_attn.rotary_emb.inv_freq, F32, 4",
    "t5, encoder.embed_tokens.weight, F32, 4",
    "t5, decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight, F32, 4"
  })
  void whatFollowsFromTheRestIsLeftAlone(String name, String extra, String type, int bytes)
      throws Exception {
    copyConfig(name);
    Map<String, Raw> tensors = tensors(name);
    tensors.put(extra, new Raw(type, new int[] {1, 3}, new byte[3 * bytes]));
    write("model.safetensors", tensors);
    assertSameAsGolden(name);
  }

  @Test
  void whatIsNoWeightIsRefused() throws Exception {
    copyConfig("gpt2");
    Map<String, Raw> tensors = tensors("gpt2");
    tensors.put("transformer.ln_f.bias", new Raw("I64", new int[] {32}, new byte[8 * 32]));
    write("model.safetensors", tensors);
    assertThatThrownBy(() -> weights(temporary))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("transformer.ln_f.bias has type I64");
    tensors.put("transformer.ln_f.bias", new Raw("F32", new int[] {1, 32}, new byte[4 * 32]));
    tensors.put("transformer.h.2.ln_1.bias", new Raw("F32", new int[] {32}, new byte[4 * 32]));
    write("model.safetensors", tensors);
    assertThatThrownBy(() -> weights(temporary))
        .hasMessageContaining("transformer.ln_f.bias has shape [1, 32]")
        .hasMessageContaining("transformer.h.2.ln_1.bias belongs to no part");
  }

  /** The values chosen are the same in all types. */
  @ParameterizedTest
  @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
  void everyFloatingTypeIsRead(String type) throws Exception {
    float[] values = {0, -1, 0.5f, 1.5f, -0.0078125f, 96, Float.POSITIVE_INFINITY};
    int bytes = type.equals("F64") ? 8 : type.equals("F32") ? 4 : 2;
    ByteBuffer buffer = ByteBuffer.allocate(bytes * values.length).order(ByteOrder.LITTLE_ENDIAN);
    short[] halves = {0, (short) 0xbc00, 0x3800, 0x3e00, (short) 0xa000, 0x5600, 0x7c00};
    for (int i = 0; i < values.length; i++) {
      switch (type) {
        case "F64" -> buffer.putDouble(values[i]);
        case "F32" -> buffer.putFloat(values[i]);
        case "F16" -> buffer.putShort(halves[i]);
        default -> buffer.putShort((short) (Float.floatToRawIntBits(values[i]) >>> 16));
      }
    }
    write("x.safetensors", Map.of("a", new Raw(type, new int[] {7}, buffer.array())));
    try (Safetensors file = Safetensors.open(temporary.resolve("x.safetensors"))) {
      assertThat(file.read("a")).isEqualTo(values);
    }
  }

  private void writeShards(Map<String, Raw> first, Map<String, Raw> second) throws Exception {
    write("model-00001-of-00002.safetensors", first);
    write("model-00002-of-00002.safetensors", second);
  }

  private void writeIndex(Map<String, String> map) throws Exception {
    ObjectNode root = JSON.createObjectNode();
    map.forEach(root.putObject("weight_map")::put);
    Files.writeString(temporary.resolve("model.safetensors.index.json"), root.toString());
  }

  @Test
  void weightsMayLieInSeveralFiles() throws Exception {
    copyConfig("llama");
    Map<String, Raw> first = new LinkedHashMap<>();
    Map<String, Raw> second = new LinkedHashMap<>();
    Map<String, String> index = new LinkedHashMap<>();
    tensors("llama")
        .forEach(
            (key, tensor) -> {
              boolean early = key.contains("layers.0");
              (early ? first : second).put(key, tensor);
              index.put(key, "model-0000" + (early ? 1 : 2) + "-of-00002.safetensors");
            });
    writeShards(first, second);
    writeIndex(index);
    assertSameAsGolden("llama");

    index.put("lm_head.weight", "model-00001-of-00002.safetensors");
    writeIndex(index);
    assertThatThrownBy(() -> weights(temporary))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("lm_head.weight is not in model-00001-of-00002.safetensors");

    first.put("lm_head.weight", second.get("lm_head.weight"));
    writeShards(first, second);
    assertThatThrownBy(() -> weights(temporary)).hasMessageContaining("lm_head.weight is in two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../model.safetensors", "/etc/model.safetensors", "secret.txt", ""})
  void anIndexNamesFilesBesideItOnly(String file) throws Exception {
    copyConfig("llama");
    writeIndex(Map.of("lm_head.weight", file));
    assertThatThrownBy(() -> weights(temporary))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("not a .safetensors file beside it");
  }

  @Test
  void aFolderWithoutWeightsSaysWhichFilesAreMissing() throws Exception {
    copyConfig("llama");
    assertThatThrownBy(() -> weights(temporary))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("neither model.safetensors nor model.safetensors.index.json");
  }
}
