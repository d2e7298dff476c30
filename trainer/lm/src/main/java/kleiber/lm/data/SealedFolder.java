package kleiber.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.core.Digests;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignJson;

/**
 * A folder whose files are never changed: {@code manifest.json} has the SHA-256 of each. They are
 * compared whenever the folder is opened; the file {@code verified} then says what was compared, so
 * that files of which neither inode, size nor any time has changed are not read again.
 */
final class SealedFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "manifest.json";
  private static final String STAMP = "verified";
  private static final int MOST_BYTES = 1 << 16;

  /** Clocks of file systems tick slowly: a file may change twice within a tick. */
  private static final long TICK_MILLIS = 2000;

  private final Path folder;
  private final Clock clock;

  SealedFolder(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Writes down what is in the folder. */
  void seal() throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    for (String name : names()) {
      manifest.put(name, digest(name));
    }
    Files.write(folder.resolve(MANIFEST), JSON.writeValueAsBytes(manifest));
  }

  /**
   * Compares what is in the folder with what was.
   *
   * @throws KleiberException naming a file that is not what it was
   */
  void require() {
    try {
      String now = stamp();
      if (now.equals(lastStamp())) {
        return;
      }
      compare();
      if (isSettled()) {
        keep(now);
      }
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + folder + ": " + IoReason.of(e), e);
    }
  }

  private void compare() throws IOException {
    JsonNode manifest = ForeignJson.object(folder.resolve(MANIFEST), MOST_BYTES);
    Set<String> listed = new TreeSet<>();
    manifest.fieldNames().forEachRemaining(listed::add);
    Set<String> there = names();
    if (!listed.equals(there)) {
      throw KleiberException.corrupt(
          folder + " holds other files than its " + MANIFEST + " lists: " + there);
    }
    for (String name : listed) {
      if (!digest(name).equals(manifest.get(name).asText())) {
        throw KleiberException.corrupt(folder.resolve(name) + " does not match its SHA-256");
      }
    }
  }

  /** The files that are sealed, those of {@link #seal} itself left out. */
  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(MANIFEST) && !name.startsWith(STAMP))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private String digest(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw KleiberException.corrupt(file + " is no file");
    }
    MessageDigest sha = Digests.sha256();
    Digests.update(sha, file);
    return Digests.hex(sha);
  }

  /** All that changes with the files, their times among it. */
  String stamp() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : withManifest()) {
      text.append(name).append(' ').append(attributes(name)).append('\n');
    }
    return text.toString();
  }

  private List<String> withManifest() throws IOException {
    return Stream.concat(names().stream(), Stream.of(MANIFEST)).toList();
  }

  /** With {@code ctime}, which no program sets. */
  private Map<String, Object> attributes(String name) throws IOException {
    Path file = folder.resolve(name);
    return new TreeMap<>(
        Files.readAttributes(
            file, "unix:size,ino,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS));
  }

  private boolean isSettled() throws IOException {
    for (String name : withManifest()) {
      FileTime changed = (FileTime) attributes(name).get("ctime");
      if (clock.millis() - changed.toMillis() < TICK_MILLIS) {
        return false;
      }
    }
    return true;
  }

  private String lastStamp() throws IOException {
    Path file = folder.resolve(STAMP);
    return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
        : "";
  }

  /** A folder that this user cannot write to is compared every time. */
  private void keep(String stamp) {
    try {
      Files.write(folder.resolve(STAMP), stamp.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return;
    }
  }
}
