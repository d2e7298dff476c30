package kleiber.trainer.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.trainer.KleiberException;
import kleiber.trainer.model.Architectures;
import kleiber.trainer.model.Initializer;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ParameterMap;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Backends;
import kleiber.trainer.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  @TempDir Path folder;

  static Stream<ModelSpec> specs() {
    return Stream.of(
        Architectures.gpt2(2, 2, 8, 6, 11),
        Architectures.gpt2(1, 1, 4, 3, 5).withBiases(false),
        Architectures.llama(2, 4, 2, 16, 24, 8, 13));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void exportThenImportIsTheIdentity(ModelSpec spec) {
    ModelFolder model = new ModelFolder(folder.resolve("m"));
    try (Backend backend = Backends.find().open("cpu", "fp32", 1).backend()) {
      ParameterMap map = ParameterMap.of(spec);
      Tensor values = backend.allocate((int) map.size());
      Initializer.initialize(map, values, 3);
      model.write(spec, values, null);
      ModelSpec read = model.readSpec();
      Tensor back = backend.allocate((int) ParameterMap.of(read).size());
      model.readWeights(read, back);
      Map<String, Safetensors.Values> before = ModelFolder.toTensors(spec, values);
      Map<String, Safetensors.Values> after = ModelFolder.toTensors(read, back);
      assertThat(after.keySet()).isEqualTo(before.keySet());
      after.forEach(
          (name, tensor) ->
              assertThat(tensor.values()).as(name).isEqualTo(before.get(name).values()));
    }
  }

  static Stream<String> hostileHeaders() {
    return Stream.of(
        "{",
        "{\"a\": 3}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [-8, 0]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-2], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"I64\", \"shape\": [1], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2147483647, 2147483647, 2147483647, 9],"
            + " \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1000], \"data_offsets\": [0, 4000]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
            + " \"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}}");
  }

  @ParameterizedTest
  @MethodSource("hostileHeaders")
  void impossibleHeadersAreRefusedBeforeAnythingIsRead(String header) throws Exception {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json);
    Path path = Files.write(folder.resolve("x.safetensors"), file.array());
    assertThatThrownBy(() -> Safetensors.open(path))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("x.safetensors");
  }

  @Test
  void anAbsurdHeaderLengthIsRefused() throws Exception {
    ByteBuffer file = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60);
    Path path = Files.write(folder.resolve("y.safetensors"), file.array());
    assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("its header would be");
    Path tiny = Files.write(folder.resolve("z.safetensors"), new byte[] {1, 2});
    assertThatThrownBy(() -> Safetensors.open(tiny)).isInstanceOf(KleiberException.class);
  }
}
