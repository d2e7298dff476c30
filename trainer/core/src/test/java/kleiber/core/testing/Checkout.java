package kleiber.core.testing;

import java.nio.file.Path;

/** Files of this repository that tests of several modules read, such as configurations. */
public final class Checkout {
  private Checkout() {}

  /**
   * A file or folder.
   *
   * @param path from the root of the repository
   */
  public static Path path(String path) {
    return Path.of(System.getProperty("kleiber.home")).resolve(path);
  }
}
