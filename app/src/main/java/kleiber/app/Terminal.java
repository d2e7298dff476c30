package kleiber.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of the terminal that the output goes to.
 *
 * @param rows its height in lines
 * @param columns its width in characters
 */
public record Terminal(int rows, int columns) {
  /** Set by the launcher, to rows and columns, where the output is a terminal. */
  private static final String VARIABLE = "KLEIBER_TERMINAL";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})");
  private static final Terminal STANDARD = new Terminal(24, 80);

  /** The terminal, empty where the output goes elsewhere: to a file, or to another program. */
  public static Optional<Terminal> find() {
    return Optional.ofNullable(System.getenv(VARIABLE)).map(Terminal::parse);
  }

  /** Its size now, which changes with its window. */
  public Terminal now() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return stty.waitFor() == 0 ? parse(size) : this;
    } catch (IOException e) {
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return this;
    }
  }

  /** Reads {@code 24 80}; terminals that do not know their size say 0 0. */
  static Terminal parse(String size) {
    Matcher matcher = SIZE.matcher(size.strip());
    if (!matcher.matches()) {
      return STANDARD;
    }
    int rows = Integer.parseInt(matcher.group(1));
    int columns = Integer.parseInt(matcher.group(2));
    return new Terminal(rows > 0 ? rows : STANDARD.rows, columns > 0 ? columns : STANDARD.columns);
  }
}
