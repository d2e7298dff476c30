package kleiber.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The digests of a folder's files by their names, to compare folders. */
final class Snapshot extends TreeMap<String, String> {
  private static final long serialVersionUID = 1L;
  private static final String LEFT_OVER =
      "kleiber-.*|(preparing|evaluating|unfinished)-.*|\\.kleiber-before-.*";

  /** Of the files whose names fit. */
  static Snapshot of(Path folder, Predicate<String> names) throws Exception {
    Snapshot snapshot = new Snapshot();
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString();
      if (names.test(name) && !isLeftOver(file)) {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        snapshot.put(name, HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file))));
      }
    }
    return snapshot;
  }

  /** What was in the making when its process was killed. */
  static List<Path> leftOver(Path folder) throws IOException {
    return files(folder).stream().filter(Snapshot::isLeftOver).toList();
  }

  private static boolean isLeftOver(Path file) {
    for (Path part : file) {
      if (part.toString().matches(LEFT_OVER)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
