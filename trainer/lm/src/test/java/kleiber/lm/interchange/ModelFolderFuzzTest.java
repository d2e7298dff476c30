package kleiber.lm.interchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import kleiber.core.testing.Fuzz;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.ModelSpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile model folders of every family, in one file or in two that an index names. */
class ModelFolderFuzzTest {
  private static final Path GOLDEN = Path.of("src/main/resources/golden");
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path valid;

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama", "bert", "t5", "palm"})
  void everyFolderIsReadOrRefusedInWords(String family) throws IOException {
    folder(family, Fuzz.SHORT / 5);
    shards(family, Fuzz.SHORT / 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt1", "gpt2", "opt", "gopher", "llama", "palm", "bert", "megatron-bert", "t5"})
  @Tag("long")
  void everyFolderIsReadOrRefusedInWordsAtLength(String family) throws IOException {
    folder(family, Fuzz.LONG / 6);
    shards(family, Fuzz.LONG / 6);
  }

  private void folder(String family, int cases) throws IOException {
    copy(family, "config.json");
    copy(family, "model.safetensors");
    Fuzz.of("model-" + family, valid, "config.json", "model.safetensors")
        .run(cases, ModelFolderFuzzTest::read);
  }

  private void shards(String family, int cases) throws IOException {
    split(valid.resolve("model.safetensors"));
    Files.delete(valid.resolve("model.safetensors"));
    Fuzz.of("shards-" + family, valid, INDEX, "a.safetensors", "config.json")
        .run(cases, ModelFolderFuzzTest::read);
  }

  private void copy(String family, String name) throws IOException {
    Files.copy(GOLDEN.resolve(family + "-tiny").resolve(name), valid.resolve(name));
  }

  private void split(Path whole) throws IOException {
    Map<String, Safetensors.Values> first = new LinkedHashMap<>();
    Map<String, Safetensors.Values> second = new LinkedHashMap<>();
    ObjectNode index = new ObjectMapper().createObjectNode();
    ObjectNode map = index.putObject("weight_map");
    try (Safetensors tensors = Safetensors.open(whole)) {
      tensors
          .entries()
          .forEach(
              (name, entry) -> {
                boolean toFirst = first.size() <= second.size();
                (toFirst ? first : second)
                    .put(name, new Safetensors.Values(entry.shape(), tensors.read(name)));
                map.put(name, toFirst ? "a.safetensors" : "b.safetensors");
              });
    }
    Safetensors.write(valid.resolve("a.safetensors"), first);
    Safetensors.write(valid.resolve("b.safetensors"), second);
    Files.writeString(valid.resolve(INDEX), index.toString());
  }

  private static void read(Path folder) {
    ModelFolder model = new ModelFolder(folder);
    ModelSpec spec = model.readSpec();
    model.readWeights(
        spec, new ReferenceBackend().allocate(Math.toIntExact(ModelSize.params(spec))));
  }
}
