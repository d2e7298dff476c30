package kleiber.core.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Replaces files whole or not at all, whoever else replaces them at the same time and however this
 * process ends. What is new is written beside, synced and moved into place; what killed processes
 * left beside is swept first.
 */
public final class AtomicFile {
  private static final String PREFIX = "kleiber-";
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /** Writes what a file shall hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which is buffered. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces a file, or makes it, with the folders above it. A link stays a link; a device or a
   * pipe is written to as it is.
   *
   * @throws KleiberException when it cannot be written; then what was there is untouched
   */
  public static void replace(Path file, Content content) {
    replace(file, content, () -> {});
  }

  /**
   * The same where another process may have come to have the file meanwhile.
   *
   * @param fence asked when everything is written, right before that takes the file's place; throws
   *     where it must not
   */
  public static void replace(Path file, Content content, Runnable fence) {
    try {
      if (isPlace(file)) {
        fence.run();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          content.writeTo(out);
        }
      } else {
        replaceRegular(target(file), content, fence);
      }
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + file + ": " + IoReason.of(e), e);
    }
  }

  /** Replaces a file by a text in UTF-8. */
  public static void replace(Path file, String text) {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Makes a file, whole, unless there is one of that name: of all who try, on however many
   * machines, one makes it. It is linked to its name; where a file system has no links, a reader
   * may see it before it is whole.
   *
   * @return whether this call made it
   * @throws KleiberException when it cannot be written
   */
  public static boolean createNew(Path file, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path work = begin(folder);
      try {
        write(work, out -> out.write(content));
        link(work, file);
      } finally {
        Files.deleteIfExists(work);
      }
      Sync.path(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + file + ": " + IoReason.of(e), e);
    }
  }

  private static void link(Path work, Path file) throws IOException {
    try {
      Files.createLink(file, work);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.write(file, Files.readAllBytes(work), StandardOpenOption.CREATE_NEW);
    }
  }

  /** Something that is there to be written to and must not be replaced, as /dev/stdout. */
  private static boolean isPlace(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    boolean system = absolute.startsWith("/dev") || absolute.startsWith("/proc");
    return Files.exists(file)
        && !Files.isDirectory(file)
        && (!Files.isRegularFile(file) || system && !absolute.startsWith("/dev/shm"));
  }

  private static Path target(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder; name a file in it");
    } else if (Files.exists(file) && !Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  private static void replaceRegular(Path target, Content content, Runnable fence)
      throws IOException {
    Path folder = target.getParent();
    Files.createDirectories(folder);
    Path work = begin(folder);
    try {
      write(work, content);
      if (Files.exists(target)) {
        Files.setPosixFilePermissions(work, Files.getPosixFilePermissions(target));
      }
      fence.run();
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(work);
    }
    Sync.path(folder);
  }

  private static Path begin(Path folder) {
    InTheMaking.sweep(folder, PREFIX, SUFFIX, Files::deleteIfExists);
    return beside(folder);
  }

  /** A name for a moment, which the next file that is written there sweeps. */
  static Path beside(Path folder) {
    return InTheMaking.next(folder, PREFIX, SUFFIX);
  }

  private static void write(Path work, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(work, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }
}
