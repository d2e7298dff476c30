package kleiber.analysis.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import kleiber.core.foreign.ForeignFile;
import kleiber.core.text.Counted;

/** The text of a table's file: strictly UTF-8, without a byte order mark, no more than a limit. */
final class TableText {
  /** Characters among which a header must end. */
  private static final int HEAD = 1 << 20;

  private TableText() {}

  /** A reader at the first character of the text. */
  static BufferedReader open(Path file, TableLimits limits) throws IOException {
    if (!Files.isDirectory(file)) {
      ForeignFile.requireFile(file);
    }
    InputStream bytes = new Counted(Files.newInputStream(file), limit(file, limits));
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
    return text;
  }

  /** What a text begins with, which it still does afterwards. */
  static String head(BufferedReader text) throws IOException {
    text.mark(HEAD);
    char[] head = new char[HEAD];
    int length = 0;
    for (int read = 0; read >= 0 && length < HEAD; read = text.read(head, length, HEAD - length)) {
      length += read;
    }
    text.reset();
    return new String(head, 0, length);
  }

  /** Refuses to read on behind the limit. */
  private static LongConsumer limit(Path file, TableLimits limits) {
    AtomicLong taken = new AtomicLong();
    return bytes -> {
      if (taken.addAndGet(bytes) > limits.bytes()) {
        throw limits.tooManyBytes(file);
      }
    };
  }
}
