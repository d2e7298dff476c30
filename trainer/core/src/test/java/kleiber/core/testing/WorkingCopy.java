package kleiber.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kleiber.core.FileTree;

/**
 * A copy of a folder that is made whole again after each case. Only what differs is written: most
 * readers change nothing, and writing all files costs more than most readers do.
 */
final class WorkingCopy implements AutoCloseable {
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  /** A hostile {@code ../../..} ends in the copy's own empty folders, not in the machine's root. */
  private static final Path BELOW = Path.of("a", "b", "c", "d", "e", "f");

  private final Path top;
  private final Path folder;
  private final Set<Path> folders = new HashSet<>();
  private final Map<Path, byte[]> files = new HashMap<>();

  /**
   * A copy of {@code valid} in memory where the system offers that, else in the temporary folder.
   */
  WorkingCopy(Path valid) throws IOException {
    top =
        Files.isWritable(IN_MEMORY)
            ? Files.createTempDirectory(IN_MEMORY, "kleiber-fuzz")
            : Files.createTempDirectory("kleiber-fuzz");
    folder = top.resolve(BELOW);
    for (Path path : inside(valid)) {
      Path copied = folder.resolve(valid.relativize(path).toString());
      if (Files.isDirectory(path)) {
        folders.add(copied);
      } else {
        files.put(copied, Files.readAllBytes(path));
      }
    }
    restore();
  }

  Path folder() {
    return folder;
  }

  /** What the valid file holds. */
  byte[] valid(String name) {
    return files.get(folder.resolve(name));
  }

  /** Makes the copy hold what the valid folder held, and nothing else. */
  void restore() throws IOException {
    if (Files.exists(folder)) {
      List<Path> there = inside(folder);
      there.sort(Comparator.reverseOrder());
      for (Path path : there) {
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        if (!(isFolder && folders.contains(path)) && !(isFile && files.containsKey(path))) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
    for (Path each : folders) {
      Files.createDirectories(each);
    }
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      write(file.getKey(), file.getValue());
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    boolean same =
        Files.exists(file)
            && Files.size(file) == content.length
            && Arrays.equals(Files.readAllBytes(file), content);
    if (!same) {
      Files.write(file, content);
    }
  }

  /** Puts the files of {@code other} over those of the copy. */
  void overlay(Path other) throws IOException {
    for (Path path : inside(other)) {
      Path target = folder.resolve(other.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.write(target, Files.readAllBytes(path));
      }
    }
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(top);
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return new ArrayList<>(walk.filter(path -> !path.equals(folder)).toList());
    }
  }
}
