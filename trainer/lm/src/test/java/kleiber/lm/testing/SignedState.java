package kleiber.lm.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.Digests;

/** A checkpoint's state that was edited by someone who corrected the manifest, too. */
public final class SignedState {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SignedState() {}

  /** Makes the manifest of {@code checkpoint} hold the digest of its state, if it is a manifest. */
  public static void sign(Path checkpoint) throws IOException {
    Path manifest = checkpoint.resolve("manifest.json");
    byte[] state = Files.readAllBytes(checkpoint.resolve("state.json"));
    try {
      if (JSON.readTree(Files.readAllBytes(manifest)) instanceof ObjectNode root
          && root.path("files").path("state.json") instanceof ObjectNode entry) {
        entry.put("bytes", state.length).put("sha256", Digests.of(state));
        Files.writeString(manifest, root.toString());
      }
    } catch (JsonProcessingException e) {
      // No manifest: there is nothing to correct in it.
    }
  }
}
