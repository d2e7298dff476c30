package kleiber.app.fit;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Tables of papers, from the test resources. */
final class Published {
  private Published() {}

  /** The path of a table. */
  static String table(String name) {
    try {
      return Path.of(Published.class.getResource("/published/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
