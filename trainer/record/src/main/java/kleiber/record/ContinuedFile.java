package kleiber.record;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kleiber.core.output.AtomicFile;

/**
 * A file that grows, and that a resumed run goes on with at the length that its checkpoint knew. It
 * is a new file of the old name: a process that had it before, and does not know yet that it has
 * lost the run, writes into nothing.
 */
final class ContinuedFile {
  private ContinuedFile() {}

  /**
   * Opens it for writing at its end.
   *
   * @param length bytes that stay, 0 for none
   * @param fence as in {@link AtomicFile#replace}
   */
  static FileChannel open(Path file, long length, Runnable fence) throws IOException {
    AtomicFile.replace(file, out -> copy(file, length, out), fence);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.position(length);
    return channel;
  }

  private static void copy(Path file, long length, OutputStream out) throws IOException {
    if (length > 0) {
      try (FileChannel before = FileChannel.open(file, StandardOpenOption.READ)) {
        long copied = before.transferTo(0, length, Channels.newChannel(out));
        if (copied < length) {
          throw new EOFException();
        }
      }
    }
  }
}
