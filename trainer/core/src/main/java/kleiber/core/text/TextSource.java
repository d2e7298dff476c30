package kleiber.core.text;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;

/**
 * Text in files, as a user names it.
 *
 * @param paths files, folders and globs
 * @param field of each JSON record that holds the text; dots lead into nested records
 * @param entries glob for entries of zip and jar files
 * @param hidden whether hidden and system files are read too
 * @param encoding of files that do not say theirs with a byte-order mark
 * @param keys what stands before these names where the user gives them, such as {@code
 *     data.corpus.}
 */
public record TextSource(
    List<String> paths,
    String field,
    String entries,
    boolean hidden,
    Charset encoding,
    String keys) {
  /** What stands before options of the command line. */
  public static final String OPTIONS = "--";

  /**
   * Finds an encoding by its name.
   *
   * @throws IllegalArgumentException naming some that there are
   */
  public static Charset encoding(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "there is no encoding "
              + name
              + "; give one such as utf-8, latin1, windows-1252, utf-16le, gb18030 or shift_jis",
          e);
    }
  }

  /** The name of one of these values where the user gives it. */
  String key(String name) {
    return keys + name;
  }

  /** How a user gives one of these values. */
  String setting(String name, String value) {
    String option = value.equals("true") ? "" : " " + value;
    return key(name) + (keys.equals(OPTIONS) ? option : ": " + value);
  }
}
