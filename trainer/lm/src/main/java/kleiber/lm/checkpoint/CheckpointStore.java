package kleiber.lm.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.core.Digests;
import kleiber.core.FileTree;
import kleiber.core.FolderName;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.output.WorkFolder;

/**
 * The checkpoints of a run. One is written beside the others, synced file by file, its manifest of
 * lengths and SHA-256 last, and renamed into place; so a folder that has its final name was whole
 * once, and its manifest tells whether it still is.
 */
public final class CheckpointStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "manifest.json";
  static final String STATE = "state.json";
  private static final String UNFINISHED = "unfinished-";

  private final Path folder;
  private final int keep;
  private final Set<Long> pinned;
  private final Consumer<String> warnings;
  private final FileOpener files;

  /** Writes the content of one part. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Opens files for writing: where tests let a disk run full. */
  @FunctionalInterface
  interface FileOpener {
    OutputStream create(Path file) throws IOException;
  }

  /**
   * @param folder holds one folder a checkpoint
   * @param keep how many are kept
   * @param warnings told of each checkpoint that is skipped, and why
   */
  public CheckpointStore(Path folder, int keep, Consumer<String> warnings) {
    this(folder, keep, Set.of(), warnings);
  }

  /**
   * @param pinned steps whose checkpoints are kept besides
   */
  public CheckpointStore(Path folder, int keep, Set<Long> pinned, Consumer<String> warnings) {
    this(folder, keep, pinned, warnings, Files::newOutputStream);
  }

  CheckpointStore(
      Path folder, int keep, Set<Long> pinned, Consumer<String> warnings, FileOpener files) {
    this.folder = folder;
    this.keep = keep;
    this.pinned = pinned;
    this.warnings = warnings;
    this.files = files;
  }

  /**
   * Writes a checkpoint and then removes those beyond {@code keep}.
   *
   * @param fence asked when all is written, right before that becomes a checkpoint; throws where
   *     another process has the run now
   * @throws KleiberException when it cannot be written; the checkpoints before it are untouched
   */
  public void save(long step, JsonNode state, Map<String, Content> parts, Runnable fence) {
    try (WorkFolder work = WorkFolder.in(folder, UNFINISHED)) {
      ObjectNode manifest = JSON.createObjectNode().put("step", step);
      ObjectNode list = manifest.putObject("files");
      for (Map.Entry<String, Content> part : parts.entrySet()) {
        write(work.path(), part.getKey(), part.getValue(), list);
      }
      write(work.path(), STATE, out -> out.write(JSON.writeValueAsBytes(state)), list);
      write(work.path(), MANIFEST, out -> out.write(JSON.writeValueAsBytes(manifest)), null);
      work.replace(folder.resolve(name(step)), fence);
      Set<String> kept = pinned.stream().map(CheckpointStore::name).collect(Collectors.toSet());
      List<Path> all =
          list().stream().filter(path -> !kept.contains(path.getFileName().toString())).toList();
      for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
        remove(old);
      }
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot write a checkpoint in "
              + folder
              + ": "
              + IoReason.of(e)
              + "; the checkpoints before it are intact, and --resume goes on from the newest",
          e);
    }
  }

  private void write(Path work, String name, Content content, ObjectNode list) throws IOException {
    Path file = work.resolve(name);
    MessageDigest sha = Digests.sha256();
    try (OutputStream out =
        new BufferedOutputStream(new DigestOutputStream(files.create(file), sha), 1 << 16)) {
      content.writeTo(out);
    }
    if (list != null) {
      list.putObject(name).put("bytes", Files.size(file)).put("sha256", Digests.hex(sha));
    }
  }

  /**
   * The newest checkpoint that is whole. Newer ones that are not are named to the warnings.
   *
   * @return empty when there is none at all
   * @throws KleiberException when there are checkpoints but none is whole
   */
  public Optional<Checkpoint> newest() {
    List<Path> all;
    try {
      all = new ArrayList<>(list());
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot list " + folder + ": " + IoReason.of(e), e);
    }
    Collections.reverse(all);
    List<String> faults = new ArrayList<>();
    for (Path path : all) {
      try {
        return Optional.of(verify(path));
      } catch (IOException | IllegalArgumentException | KleiberException e) {
        String fault = path + ": " + e.getMessage();
        faults.add(fault);
        warnings.accept("skipping a damaged checkpoint, " + fault);
      }
    }
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    throw KleiberException.corrupt(
        "no checkpoint is usable:\n  "
            + String.join("\n  ", faults)
            + "\nrestore one from a copy, or delete "
            + folder
            + ": then --resume begins anew; without --resume choose another --out");
  }

  /** The checkpoint after {@code step} steps, if it is there and whole. */
  public Optional<Checkpoint> at(long step) {
    try {
      return contains(folder, step)
          ? Optional.of(verify(folder.resolve(name(step))))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException | KleiberException e) {
      warnings.accept("passing over a damaged checkpoint, " + name(step) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether {@code folder} has a checkpoint after {@code step} steps, whole or not. */
  public static boolean contains(Path folder, long step) {
    return Files.exists(folder.resolve(name(step)).resolve(MANIFEST));
  }

  private static Checkpoint verify(Path path) throws IOException {
    Path manifestFile = path.resolve(MANIFEST);
    if (!Files.exists(manifestFile)) {
      throw new IOException(MANIFEST + " is missing");
    }
    JsonNode manifest = ForeignJson.object(manifestFile, ForeignJson.SMALL);
    Iterator<Map.Entry<String, JsonNode>> files = manifest.path("files").fields();
    if (manifest.path("files").size() < 2 || !manifest.path("files").has(STATE)) {
      throw new IOException(MANIFEST + " lists no files, or nothing but " + STATE);
    }
    long step = manifest.path("step").asLong(-1);
    if (!path.endsWith(name(step))) {
      throw new IOException(
          MANIFEST + " says step " + Shown.value(manifest.path("step")) + ", its folder another");
    }
    while (files.hasNext()) {
      Map.Entry<String, JsonNode> entry = files.next();
      String name = FolderName.require("a file of " + MANIFEST, entry.getKey());
      verify(path.resolve(name), entry.getValue());
    }
    return new Checkpoint(step, path, ForeignJson.object(path.resolve(STATE), ForeignJson.SMALL));
  }

  private static void verify(Path file, JsonNode expected) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file.getFileName() + " is missing");
    }
    if (Files.size(file) != expected.path("bytes").asLong(-1)) {
      throw new IOException(
          file.getFileName()
              + " has "
              + Files.size(file)
              + " bytes, not "
              + Shown.value(expected.path("bytes")));
    }
    MessageDigest sha = Digests.sha256();
    Digests.update(sha, file);
    if (!Digests.hex(sha).equals(expected.path("sha256").asText())) {
      throw new IOException(file.getFileName() + " does not match its SHA-256");
    }
  }

  /** Finished checkpoints, oldest first. */
  private List<Path> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith("step-"))
          .sorted()
          .toList();
    }
  }

  /** Deletes a checkpoint, its manifest first, so that half of one is never taken for whole. */
  private static void remove(Path path) throws IOException {
    Files.deleteIfExists(path.resolve(MANIFEST));
    FileTree.delete(path);
  }

  /** The folder name of a step; zero-padded, so that names sort like steps. */
  static String name(long step) {
    return String.format(Locale.ROOT, "step-%010d", step);
  }
}
