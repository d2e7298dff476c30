package kleiber.core.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The clock of whoever keeps the files of a folder: the one by which the times of their changes can
 * be judged, on whichever machine they were changed.
 */
public final class FileClock {
  private FileClock() {}

  /**
   * The time there now, asked by a file that is made there. Where another machine keeps the files,
   * what is asked of the folder after this is answered anew, not remembered.
   *
   * @throws IOException where nothing can be written there
   */
  public static Instant now(Path folder) throws IOException {
    Path file = Files.createFile(AtomicFile.beside(folder));
    try {
      return changed(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** When something was changed; of a link, the link. */
  static Instant changed(Path path) throws IOException {
    return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
  }
}
