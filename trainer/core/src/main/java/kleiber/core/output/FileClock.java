package kleiber.core.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The clock of whoever keeps the files of a folder: the one by which the times of their changes can
 * be judged, on whichever machine they were changed.
 */
public final class FileClock {
  private FileClock() {}

  /**
   * The time there now; empty for who may only read there, which is no way to ask. Where the files
   * are kept by another machine, what is asked of the folder after this is answered anew, not
   * remembered.
   */
  public static Optional<Instant> now(Path folder) {
    Path file = AtomicFile.beside(folder);
    try {
      Files.createFile(file);
      try {
        return Optional.of(changed(file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** When something was changed; of a link, the link. */
  static Instant changed(Path path) throws IOException {
    return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
  }
}
