package kleiber.trainer.runlog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/** Replaces files whole or not at all, whoever else replaces them at the same time. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes what a file shall hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which is buffered. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes beside {@code file} under a name that no other writer uses, then moves it in place. */
  public static void replace(Path file, Content content) {
    String writer = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
    Path work = file.resolveSibling(file.getFileName() + "." + writer + ".tmp");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(work))) {
        content.writeTo(out);
      }
      Files.move(work, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      work.toFile().delete();
      throw KleiberException.failure("cannot write " + file + ": " + IoReason.of(e), e);
    }
  }
}
