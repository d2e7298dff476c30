package kleiber.core.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import kleiber.core.FileTree;

/**
 * A folder to work in, which is moved into place when it is whole or else goes with the process:
 * what killed processes left of the same kind is swept when the next is made.
 *
 * @param path the folder
 */
public record WorkFolder(Path path) implements AutoCloseable {

  /**
   * A new, empty folder.
   *
   * @param parent where; it is made with the folders above it if need be
   * @param prefix of its name, which tells the kind
   * @param attributes of the folder
   */
  public static WorkFolder in(Path parent, String prefix, FileAttribute<?>... attributes)
      throws IOException {
    Files.createDirectories(parent);
    sweep(parent, prefix);
    return new WorkFolder(Files.createDirectory(InTheMaking.next(parent, prefix, ""), attributes));
  }

  /** One among the machine's temporary folders, which no other user can look into. */
  public static WorkFolder temporary(String prefix) throws IOException {
    return in(
        Path.of(System.getProperty("java.io.tmpdir")),
        prefix,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * One beside a folder that it shall replace. Where a killed process was about to replace that, it
   * is there again after this.
   */
  public static WorkFolder beside(Path target, String prefix) throws IOException {
    Replacement.restore(target);
    return in(target.toAbsolutePath().getParent(), prefix);
  }

  /** Removes the folders of a kind whose makers are dead. */
  public static void sweep(Path parent, String prefix) {
    InTheMaking.sweep(parent, prefix, "", FileTree::delete);
  }

  /**
   * Syncs all that is in it and gives it its name.
   *
   * @throws java.nio.file.FileSystemException when another folder has the name, and something in it
   */
  public void moveTo(Path target) throws IOException {
    Sync.tree(path);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    Sync.path(target.toAbsolutePath().getParent());
  }

  /** The same in place of a folder that may be there, which goes when this one is there. */
  public void replace(Path target) throws IOException {
    replace(target, () -> {});
  }

  /**
   * The same where another process may have come to have the target meanwhile.
   *
   * @param fence asked when everything is synced, right before it is moved; throws where it must
   *     not be
   */
  public void replace(Path target, Runnable fence) throws IOException {
    if (Files.exists(target)) {
      Files.setPosixFilePermissions(path, Files.getPosixFilePermissions(target));
    }
    Sync.tree(path);
    fence.run();
    Replacement.of(path, target);
    Sync.path(target.toAbsolutePath().getParent());
  }

  /** Deletes what is left of it. */
  @Override
  public void close() throws IOException {
    FileTree.delete(path);
  }
}
