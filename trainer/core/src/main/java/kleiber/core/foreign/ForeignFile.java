package kleiber.core.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/** Small files read whole, but never more of them than a limit. */
public final class ForeignFile {
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;

  private ForeignFile() {}

  /**
   * The bytes of a file.
   *
   * @param most bytes that it may have
   * @throws KleiberException when it cannot be read, is a folder or a device, or is larger
   */
  public static byte[] bytes(Path file, int most) {
    try {
      requireFile(file);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(most);
        if (content.length == most && in.read() >= 0) {
          throw KleiberException.corrupt(
              String.format(
                  Locale.ROOT, "%s is larger than %,d bytes, more than is read here", file, most));
        }
        return content;
      }
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /**
   * Refuses folders, and devices, some of which never end.
   *
   * @throws KleiberException naming what the file is; none where there is nothing
   * @throws IOException when it cannot be looked at
   */
  public static void requireFile(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      boolean pipe = isPipe(file);
      if (pipe && file.toAbsolutePath().startsWith("/dev")) {
        return;
      }
      String what = Files.isDirectory(file) ? "a folder" : pipe ? "a pipe" : "a device";
      throw KleiberException.usage("cannot read " + file + ": it is " + what + ", not a file");
    }
  }

  /**
   * A pipe is what a shell's {@code <(command)} gives, in {@code /dev/fd}. One that lies in a
   * received folder may never be written to, and reading it never end.
   */
  private static boolean isPipe(Path file) throws IOException {
    return ((int) Files.getAttribute(file, "unix:mode") & TYPE) == PIPE;
  }

  /**
   * The text of a file.
   *
   * @param most bytes that it may have
   * @throws KleiberException as {@link #bytes}, or when it is not UTF-8
   */
  public static String text(Path file, int most) {
    ByteBuffer content = ByteBuffer.wrap(bytes(file, most));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
    } catch (CharacterCodingException e) {
      throw KleiberException.corrupt(
          String.format(
              Locale.ROOT,
              "cannot read %s: not text in UTF-8, see the byte at %,d",
              file,
              content.position()),
          e);
    }
  }
}
