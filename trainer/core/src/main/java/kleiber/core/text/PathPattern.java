package kleiber.core.text;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Pattern;
import kleiber.core.KleiberException;

/**
 * A path, or a glob below a folder. What exists is a path, whatever characters are in its name.
 *
 * @param root the file or folder to look in
 * @param below tells by its path from {@code root} whether a file is meant
 */
record PathPattern(Path root, PathMatcher below) {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  /**
   * Reads what a user wrote.
   *
   * @param key where it was written, for messages
   */
  static PathPattern of(String text, String key) {
    Path whole = path(text, key);
    if (Files.exists(whole)) {
      return new PathPattern(whole, path -> true);
    }
    Path root = whole.isAbsolute() ? whole.getRoot() : Path.of("");
    int names = 0;
    while (names < whole.getNameCount() && Files.isDirectory(root.resolve(whole.getName(names)))) {
      root = root.resolve(whole.getName(names++));
    }
    boolean wildcard =
        names < whole.getNameCount() && WILDCARD.matcher(whole.getName(names).toString()).find();
    if (!wildcard) {
      throw KleiberException.usage(
          key + ": no file or folder " + whole.toAbsolutePath() + "; check the path");
    }
    return new PathPattern(root, glob(whole.subpath(names, whole.getNameCount()).toString(), key));
  }

  private static Path path(String text, String key) {
    if (text.isEmpty()) {
      throw KleiberException.usage(key + ": a path is empty; name a file, a folder or a glob");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw KleiberException.usage(key + ": " + text + " cannot be a path: " + e.getReason(), e);
    }
  }

  /** As a shell's globstar, {@code **}{@code /} also stands for no folder at all. */
  static PathMatcher glob(String glob, String key) {
    try {
      PathMatcher given = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      PathMatcher flat = FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("**/", ""));
      return path -> given.matches(path) || flat.matches(path);
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(key + ": " + glob + " is not a glob: " + e.getMessage(), e);
    }
  }
}
