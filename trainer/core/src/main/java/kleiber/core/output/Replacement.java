package kleiber.core.output;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import kleiber.core.FileTree;

/**
 * Puts a folder in place of another in one moment. Linux can exchange two names (renameat2(2) with
 * RENAME_EXCHANGE), which Java has no words for. Where a file system cannot, such as NFS, the old
 * folder steps aside under a name from which {@link #restore} brings it back.
 */
final class Replacement {
  private static final int WORKING_FOLDER = -100;
  private static final int EXCHANGE = 2;

  private Replacement() {}

  /** After this {@code target} is the new folder, and {@code made} the old one or gone. */
  static void of(Path made, Path target) throws IOException {
    if (!Files.exists(target) || !exchange(made, target)) {
      stepAside(made, target);
    }
  }

  private static boolean exchange(Path made, Path target) {
    try {
      Function rename = NativeLibrary.getInstance("c").getFunction("renameat2");
      return rename.invokeInt(
              new Object[] {WORKING_FOLDER, bytes(made), WORKING_FOLDER, bytes(target), EXCHANGE})
          == 0;
    } catch (LinkageError e) {
      return false;
    }
  }

  /** A name as C has it; Java has read and written names in the same encoding. */
  private static byte[] bytes(Path path) {
    return (path.toAbsolutePath() + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** In two moves, which the next start completes or takes back. */
  static void stepAside(Path made, Path target) throws IOException {
    Path aside = aside(target);
    if (Files.exists(target)) {
      FileTree.delete(aside);
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      restore(target);
      throw e;
    }
    FileTree.delete(aside);
  }

  /** Brings back what a killed process left aside, or removes it where it has been replaced. */
  static void restore(Path target) throws IOException {
    Path aside = aside(target);
    if (Files.exists(target)) {
      FileTree.delete(aside);
    } else if (Files.exists(aside)) {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path aside(Path target) {
    return target.resolveSibling(".kleiber-before-" + target.getFileName());
  }
}
