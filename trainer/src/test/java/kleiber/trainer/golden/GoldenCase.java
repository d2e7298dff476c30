package kleiber.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.data.TokenBatches;
import kleiber.trainer.interchange.ModelFolder;

/** A model folder with what PyTorch computed for it in float64. */
record GoldenCase(ModelFolder folder, TokenBatches batches, JsonNode expected) {
  static GoldenCase read(String name) {
    Path path = Path.of("src/test/resources/golden", name);
    try {
      JsonNode expected =
          new ObjectMapper().readTree(Files.readAllBytes(path.resolve("case.json")));
      return new GoldenCase(
          new ModelFolder(path), TokenBatches.read(path.resolve("case.json")), expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
