package kleiber.sweeps.collect;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import kleiber.core.output.FileClock;

/** The time by which a folder's files are dated, asked once and only when it is needed. */
final class FolderTime {
  private final Path folder;
  private Optional<Instant> now;

  FolderTime(Path folder) {
    this.folder = folder;
  }

  /** Empty where nothing can be written there, which is how it is asked. */
  Optional<Instant> get() {
    if (now == null) {
      now = FileClock.now(folder);
    }
    return now;
  }
}
