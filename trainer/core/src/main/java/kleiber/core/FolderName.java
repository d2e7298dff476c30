package kleiber.core;

import java.nio.charset.StandardCharsets;

/** Names that come from files and become names of files: they must stay inside their folder. */
public final class FolderName {
  private static final int MOST_BYTES = 200;

  private FolderName() {}

  /**
   * A name that is safe as one folder or file.
   *
   * @param what the name is of, for the message
   * @return {@code name}
   * @throws IllegalArgumentException when it is empty, has a slash, begins with a dot, is longer
   *     than 200 bytes or holds characters that cannot be seen
   */
  public static String require(String what, String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(what + " is empty; give it a name such as first-try");
    }
    String fault = fault(name);
    if (fault != null) {
      throw new IllegalArgumentException(
          what
              + " \""
              + Shown.value(name)
              + "\" "
              + fault
              + "; it names a folder, so take letters, digits, dots, hyphens and underscores");
    }
    return name;
  }

  private static String fault(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      return "has " + bytes + " bytes, more than " + MOST_BYTES;
    } else if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return "holds a slash";
    } else if (name.startsWith(".")) {
      return "begins with a dot";
    } else if (!name.equals(name.strip())) {
      return "begins or ends with a space";
    }
    return name.codePoints().anyMatch(Shown::isUnseen)
        ? "holds characters that cannot be seen"
        : null;
  }
}
