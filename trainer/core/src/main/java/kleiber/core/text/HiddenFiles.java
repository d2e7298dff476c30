package kleiber.core.text;

import java.nio.file.Path;
import java.util.Set;

/** Files that systems and editors leave beside those that a person put there. */
final class HiddenFiles {
  private static final Set<String> SYSTEM =
      Set.of(
          "__MACOSX",
          "__pycache__",
          "Thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "Icon\r",
          "$RECYCLE.BIN",
          "System Volume Information",
          "lost+found",
          "@eaDir");

  private HiddenFiles() {}

  /** Whether the file or a folder on the way to it is hidden. */
  static boolean contain(Path path) {
    for (Path name : path) {
      if (isHidden(name.toString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(String name) {
    boolean step = name.equals(".") || name.equals("..");
    return name.startsWith(".") && !step || SYSTEM.contains(name);
  }
}
