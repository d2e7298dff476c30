package kleiber.core.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A new file that its maker holds locked: the mark of what is in the making. The system lets go of
 * the lock however the maker ends, so what is not locked was left by one that is dead, whatever its
 * number was and on whichever machine it ran.
 *
 * @param file its name, which nobody else uses
 * @param channel to write it
 */
record MakerLock(Path file, FileChannel channel) implements Closeable {
  /** This process among all that share a folder; numbers of processes repeat in containers. */
  private static final String MAKER =
      HexFormat.of().toHexDigits(new SecureRandom().nextLong()) + "-";

  private static final AtomicLong COUNT = new AtomicLong();

  /** Removes what a dead maker left, given its claim. */
  @FunctionalInterface
  interface Removal {
    void remove(Path claim) throws IOException;
  }

  /** Makes and locks a file whose name begins and ends as given. */
  static MakerLock make(Path folder, String prefix, String suffix) throws IOException {
    while (true) {
      Path file = folder.resolve(prefix + MAKER + COUNT.incrementAndGet() + suffix);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock(channel);
      if (Files.exists(file)) {
        return new MakerLock(file, channel);
      }
      // Swept between its creation and its lock.
      channel.close();
    }
  }

  private static void lock(FileChannel channel) throws IOException {
    try {
      channel.lock();
    } catch (IOException e) {
      if (!channel.isOpen()) {
        throw e;
      }
      // A file system without locks: nobody can tell the dead there, so nobody sweeps.
    }
  }

  /** Whether a file of such a name is of this process, and so of a living one. */
  static boolean isOwn(String name, String prefix) {
    return name.startsWith(prefix + MAKER);
  }

  /** Removes what dead makers left in a folder; what cannot be looked at stays. */
  static void sweep(Path folder, String prefix, String suffix, Removal removal) {
    try (DirectoryStream<Path> claims =
        Files.newDirectoryStream(folder, path -> isOfOthers(path, prefix, suffix))) {
      for (Path claim : claims) {
        sweep(claim, removal);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Whoever writes here next will say why the folder cannot be used.
    }
  }

  private static boolean isOfOthers(Path path, String prefix, String suffix) {
    String name = path.getFileName().toString();
    return name.startsWith(prefix)
        && name.endsWith(suffix)
        && !isOwn(name, prefix)
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void sweep(Path claim, Removal removal) {
    try (FileChannel channel = FileChannel.open(claim, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        removal.remove(claim);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, or being made: not ours to remove.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
