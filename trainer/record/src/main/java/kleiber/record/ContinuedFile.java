package kleiber.record;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.output.AtomicFile;

/**
 * A file that grows, and that a resumed run goes on with at the length that its checkpoint knew. It
 * is a new file of the old name: a process that had it before, and does not know yet that it has
 * lost the run, writes into nothing.
 *
 * @param file its name
 * @param channel open at its end
 */
record ContinuedFile(Path file, FileChannel channel) implements AutoCloseable {

  /**
   * Opens it for writing at its end.
   *
   * @param length bytes that stay, 0 for none
   * @param fence as in {@link AtomicFile#replace}
   */
  static ContinuedFile open(Path file, long length, Runnable fence) {
    try {
      AtomicFile.replace(file, out -> copy(file, length, out), fence);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      channel.position(length);
      return new ContinuedFile(file, channel);
    } catch (IOException e) {
      throw KleiberException.failure("cannot open " + file + ": " + IoReason.of(e), e);
    }
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

  void append(byte[] content) {
    ByteBuffer left = ByteBuffer.wrap(content);
    try {
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + file + ": " + IoReason.of(e), e);
    }
  }

  /** Forces what was written to disk. */
  void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw KleiberException.failure("cannot sync " + file + ": " + IoReason.of(e), e);
    }
  }

  /** Bytes written so far. */
  long length() {
    try {
      return channel.position();
    } catch (IOException e) {
      throw KleiberException.failure("cannot read the position in " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw KleiberException.failure("cannot close " + file, e);
    }
  }
}
