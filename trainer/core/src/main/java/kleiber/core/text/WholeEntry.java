package kleiber.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** The content of a zip's entry, which must be what its sum says: Java does not look at that. */
final class WholeEntry extends CheckedInputStream {
  private final ZipEntry entry;

  WholeEntry(InputStream in, ZipEntry entry) {
    super(in, new CRC32());
    this.entry = entry;
  }

  @Override
  public int read() throws IOException {
    return judged(super.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return judged(super.read(target, offset, length));
  }

  /** What was read, where it is not the end of another content. */
  private int judged(int read) throws ZipException {
    if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
      throw new ZipException(
          "the content of " + entry.getName() + " is not what its check sum says: it is damaged");
    }
    return read;
  }
}
