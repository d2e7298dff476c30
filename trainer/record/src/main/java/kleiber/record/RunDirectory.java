package kleiber.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.output.AtomicFile;
import kleiber.record.claim.Claims;
import kleiber.record.claim.HeldClaim;

/**
 * The folder of one run and the names of its files. Small files are replaced whole, so that a
 * reader never sees half of one.
 *
 * @param path the folder
 */
public record RunDirectory(Path path) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The configuration as given. */
  public Path config() {
    return path.resolve("config.yaml");
  }

  /** Every value of the configuration with its origin. */
  public Path resolved() {
    return path.resolve("resolved.json");
  }

  /** Where and with what the run ran. */
  public Path environment() {
    return path.resolve("env.json");
  }

  /** What each attempt ran with, one per line. */
  public Path attempts() {
    return path.resolve("attempts.jsonl");
  }

  /** The metrics, one per line. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** Where the run branched off another, if it did. */
  public Path branch() {
    return path.resolve("branch.json");
  }

  /** How the run stands. */
  public Path status() {
    return path.resolve("status.json");
  }

  /** The folder of checkpoints. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** The tokenizer of the run. */
  public Path tokenizer() {
    return path.resolve("tokenizer.json");
  }

  /** Whether a run has been started here. */
  public boolean exists() {
    return Files.exists(resolved());
  }

  /**
   * What {@code resolved.json} says; empty where no run has been started.
   *
   * @throws KleiberException when it cannot be read
   */
  public Optional<JsonNode> readResolved() {
    return readJson(resolved(), JsonNode.class);
  }

  /** What the run was begun on; empty where nobody wrote that down. */
  public Optional<Basis> readBasis() {
    return readResolved()
        .map(root -> root.path("basis"))
        .filter(basis -> !basis.isMissingNode())
        .map(basis -> ForeignJson.bind(resolved() + ": basis", basis, Basis.class));
  }

  /** Creates the folder. */
  public void create() {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw KleiberException.usage(
          "cannot create the run folder " + path + ": " + IoReason.of(e), e);
    }
  }

  /** Replaces a file by {@code value} as JSON. */
  public void writeJson(Path file, Object value) {
    write(file, json(value));
  }

  /**
   * The same, as long as this process has the folder.
   *
   * @throws kleiber.record.claim.ClaimLostException when another has it
   */
  public void writeJson(Path file, Object value, HeldClaim claim) {
    // At first too, since a folder that was deleted would be made again.
    claim.requireHeld();
    byte[] content = json(value);
    AtomicFile.replace(file, out -> out.write(content), claim::requireHeld);
  }

  private static byte[] json(Object value) {
    try {
      return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces a file, whole or not at all. */
  public void write(Path file, byte[] content) {
    AtomicFile.replace(file, out -> out.write(content));
  }

  /** Replaces files of this folder by name, each whole or not at all. */
  public void writeAll(Map<String, byte[]> contents) {
    contents.forEach((name, content) -> write(path.resolve(name), content));
  }

  /** The status, unless the run has not begun. */
  public Optional<Status> readStatus() {
    return readJson(status(), Status.class);
  }

  /** The status where it can be read. */
  public Look<Status> look() {
    return Look.of(this, this::readStatus);
  }

  /**
   * Reads a JSON object of this folder, empty where there is none.
   *
   * @throws KleiberException when it cannot be read, or is not what {@code type} says
   */
  public <T> Optional<T> readJson(Path file, Class<T> type) {
    return Files.exists(file)
        ? Optional.of(
            ForeignJson.bind(file.toString(), ForeignJson.object(file, ForeignJson.SMALL), type))
        : Optional.empty();
  }

  /** Who has the run, where several processes may want it. */
  public Claims claims() {
    return new Claims(path.resolve("claims"));
  }
}
