package kleiber.lm.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kleiber.core.Digests;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignFile;
import kleiber.core.output.AtomicFile;
import kleiber.core.schema.Resolved;
import kleiber.lm.config.Identity;
import kleiber.lm.tokenizer.Tokenizer;
import kleiber.record.Attempt;
import kleiber.record.Basis;
import kleiber.record.Environment;
import kleiber.record.RunDirectory;
import kleiber.record.Status;

/**
 * What a run's folder says the run is. The first attempt writes it down; every other one is
 * compared with it and adds what it ran with, so nothing is ever replaced.
 *
 * @param directory of the run
 * @param notes told what is doubtful
 */
public record RunRecord(RunDirectory directory, Consumer<String> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1 << 28;

  /** Keys that {@link Basis} has in their place. */
  private static final Set<String> OF_BASIS = Set.of("backend", "precision", "threads");

  /**
   * Refuses another configuration than the folder's; cheap, since it looks at no data.
   *
   * @throws KleiberException naming every difference
   */
  public void requireConfiguration(Resolved configuration) {
    Optional<JsonNode> before = directory.readResolved();
    if (before.isPresent()) {
      List<String> differences = configuration.differences(before.get().path("values"), OF_BASIS);
      if (!differences.isEmpty()) {
        throw KleiberException.usage(
            directory.path()
                + " holds a run with another configuration:\n  "
                + String.join("\n  ", differences)
                + "\nresume with the same one, or choose another --out");
      }
    }
  }

  /**
   * In what an attempt differs from the run's beginning, text and tokens, tokenizer, backend,
   * precision and threads.
   *
   * @param allowed whether it may
   * @throws KleiberException naming every difference when it may not
   */
  List<String> requireBasis(Basis now, boolean allowed) {
    Optional<Basis> before = directory.readBasis();
    if (before.isEmpty()) {
      if (directory.exists()) {
        notes.accept(
            directory.resolved()
                + " does not say what the run's tokens and precision were, so they cannot be"
                + " compared");
      }
      return List.of();
    }
    List<String> differences = before.get().differences(now);
    boolean ended = directory.readStatus().filter(Status::isFinal).isPresent();
    if (!differences.isEmpty() && (ended || !allowed)) {
      throw KleiberException.usage(
          directory.path()
              + " holds a run that was begun otherwise:\n  "
              + String.join("\n  ", differences)
              + "\ngo back to what it was, or choose another --out"
              + (ended ? "" : "; --allow-changes goes on all the same, and the run says so"));
    }
    return differences;
  }

  /**
   * Writes down that an attempt begins.
   *
   * @param changes as {@link #requireBasis} told
   * @return the run's identity, which is that of its first attempt
   */
  String begin(
      Identity identity,
      Tokenizer tokenizer,
      Environment environment,
      String startedAt,
      List<String> changes) {
    List<String> before = attempts();
    int attempt = before.size() + 1;
    if (!directory.exists()) {
      ObjectNode node = JSON.valueToTree(environment);
      node.set("basis", JSON.valueToTree(identity.basis()));
      directory.writeJson(directory.environment(), node);
      if (tokenizer != null) {
        directory.writeAll(tokenizer.files().contents());
      }
      directory.writeJson(directory.resolved(), identity.toJson());
    } else if (!Objects.equals(digest(), identity.basis().tokenizerDigest())) {
      keep(directory.path().resolve("tokenizer-" + attempt + ".json"), tokenizer);
    }
    append(before, new Attempt(attempt, startedAt, changes, identity.basis(), environment));
    changes.forEach(change -> notes.accept("allowed: " + change));
    return directory.readResolved().orElseThrow().path("hash").asText();
  }

  private void keep(Path file, Tokenizer tokenizer) {
    if (tokenizer != null) {
      directory.write(file, tokenizer.toJson());
    }
  }

  /** The digest of the tokenizer that is there, null where there is none. */
  private String digest() {
    Path file = directory.tokenizer();
    try {
      return Files.exists(file) ? Digests.of(Files.readAllBytes(file)) : null;
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /** Attempts that were written down, counted from the file: a status may be lost. */
  private List<String> attempts() {
    return Files.exists(directory.attempts())
        ? ForeignFile.text(directory.attempts(), MOST_BYTES).lines().toList()
        : List.of();
  }

  /** The file is replaced, since a full disk would leave half of a line at its end. */
  private void append(List<String> before, Attempt attempt) {
    try {
      List<String> lines = new ArrayList<>(before);
      lines.add(JSON.writeValueAsString(attempt));
      AtomicFile.replace(directory.attempts(), String.join("\n", lines) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The newest run in {@code folder} of this name and configuration, on whatever basis. */
  static Optional<RunDirectory> find(Path folder, String name, Resolved configuration) {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith(name + "-"))
          .map(RunDirectory::new)
          .filter(run -> isOf(run, configuration))
          .max(Comparator.comparingLong(run -> run.resolved().toFile().lastModified()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw KleiberException.failure("cannot list " + folder + ": " + IoReason.of(e), e);
    }
  }

  /** What cannot be read is some other run. */
  private static boolean isOf(RunDirectory run, Resolved configuration) {
    try {
      return run.readResolved()
          .map(root -> root.path("configuration").asText().equals(configuration.hash()))
          .orElse(false);
    } catch (KleiberException e) {
      return false;
    }
  }
}
