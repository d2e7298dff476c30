package kleiber.core.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import kleiber.core.ProcessMark;

/**
 * Names of what is in the making, which say who makes it. What a dead process left goes: at once
 * where it ran on this machine, and after a day without a change where it ran elsewhere, since
 * nobody can ask there. That needs no locks, which many shared file systems do not have.
 */
final class InTheMaking {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final String OWN = ProcessMark.current().name() + ".";
  private static final AtomicLong COUNT = new AtomicLong();

  private InTheMaking() {}

  /** Removes what a dead process left. */
  @FunctionalInterface
  interface Removal {
    void remove(Path left) throws IOException;
  }

  /** A path that nobody else uses. */
  static Path next(Path folder, String prefix, String suffix) {
    return folder.resolve(prefix + OWN + COUNT.incrementAndGet() + suffix);
  }

  /** Removes what dead processes left in a folder; what cannot be looked at stays. */
  static void sweep(Path folder, String prefix, String suffix, Removal removal) {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder, path -> isOfKind(path, prefix, suffix))) {
      for (Path path : all) {
        sweep(path, prefix, removal);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Whoever writes here next will say why the folder cannot be used.
    }
  }

  private static boolean isOfKind(Path path, String prefix, String suffix) {
    String name = path.getFileName().toString();
    return name.startsWith(prefix) && name.endsWith(suffix) && !name.startsWith(prefix + OWN);
  }

  private static void sweep(Path path, String prefix, Removal removal) {
    try {
      // What has another kind of name may be anybody's.
      Optional<ProcessMark> maker = maker(path, prefix);
      if (maker.isPresent() && (maker.get().isGone() || isOld(path))) {
        removal.remove(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Another user's, or gone by now: not ours to remove.
    }
  }

  private static Optional<ProcessMark> maker(Path path, String prefix) {
    String name = path.getFileName().toString().substring(prefix.length());
    return ProcessMark.parse(name.substring(0, Math.max(0, name.indexOf('.'))));
  }

  private static boolean isOld(Path path) throws IOException {
    Instant changed = FileClock.changed(path);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> inside = Files.list(path)) {
        for (Path file : (Iterable<Path>) inside::iterator) {
          Instant here = FileClock.changed(file);
          changed = here.isAfter(changed) ? here : changed;
        }
      }
    }
    Instant end = changed.plus(LONGEST);
    return FileClock.now(path.toAbsolutePath().getParent()).filter(end::isBefore).isPresent();
  }
}
