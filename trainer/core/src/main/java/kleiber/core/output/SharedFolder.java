package kleiber.core.output;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that several users may share, such as a cache. One that is made here is its maker's
 * alone; one that was made for a group beforehand (mkdir -m 2775) stays as it is, and what is put
 * into it is as open to reading as it is, whatever the umask. What somebody has put there only they
 * delete.
 *
 * @param path the folder
 */
public record SharedFolder(Path path) {
  private static final String MODE = "unix:mode";
  private static final int PERMISSIONS = 07777;
  private static final int READ = 0444;
  private static final int OWNER_WRITES = 0200;
  private static final int OTHERS_WRITE = 0022;

  /** The folder {@code name} in this one, for all who may write here; both are made if need be. */
  public SharedFolder inner(String name) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      makeForOwner();
    }
    Path inner = path.resolve(name);
    if (!Files.isDirectory(inner)) {
      try {
        Files.createDirectory(inner);
        Files.setAttribute(inner, MODE, mode());
      } catch (FileAlreadyExistsException e) {
        // Another process was faster; if it is no folder, whoever writes there will say so.
      }
    }
    return new SharedFolder(inner);
  }

  private void makeForOwner() throws IOException {
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Another process was faster.
    }
  }

  private int mode() throws IOException {
    return (int) Files.getAttribute(path, MODE) & PERMISSIONS;
  }

  /**
   * Lets whoever can read this folder read what is in it; only its owner writes it.
   *
   * @param tree a file or a folder
   */
  public void open(Path tree) throws IOException {
    int folders = mode() & ~OTHERS_WRITE;
    int files = folders & READ | OWNER_WRITES;
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Files.setAttribute(path, MODE, Files.isDirectory(path) ? folders : files);
    }
  }

  /** Who else owns what is there; null where it is this process's user. */
  public static String otherOwner(Path path) throws IOException {
    Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return own.equals(Files.getAttribute(path, "unix:uid")) ? null : Files.getOwner(path).getName();
  }
}
