package kleiber.lm.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.lm.data.TokenBatches;
import kleiber.lm.interchange.ModelFolder;

/**
 * A model folder with what PyTorch computed for it in float64.
 *
 * @param folder configuration and weights
 * @param batches the tokens
 * @param expected losses, gradients and a training trajectory
 */
record GoldenCase(ModelFolder folder, TokenBatches batches, JsonNode expected) {
  /** All cases, one per family. */
  static final List<String> NAMES =
      List.of(
          "gpt1-tiny",
          "gpt2-tiny",
          "opt-tiny",
          "gopher-tiny",
          "llama-tiny",
          "palm-tiny",
          "bert-tiny",
          "megatron-bert-tiny",
          "t5-tiny");

  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "case.json");

  /** Reads {@code /golden/name} from the class path, through files as a user's folder is read. */
  static GoldenCase read(String name) {
    try {
      Path path = Files.createTempDirectory("kleiber-golden");
      // The last that is registered goes first, so the folder before its files.
      path.toFile().deleteOnExit();
      for (String file : FILES) {
        try (InputStream resource =
            GoldenCase.class.getResourceAsStream("/golden/" + name + "/" + file)) {
          Files.copy(resource, path.resolve(file));
        }
        path.resolve(file).toFile().deleteOnExit();
      }
      Path expected = path.resolve("case.json");
      return new GoldenCase(
          new ModelFolder(path),
          TokenBatches.read(expected),
          new ObjectMapper().readTree(Files.readAllBytes(expected)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
