package kleiber.trainer.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** The content of a zip's entry, which must be what its sum says: Java does not look at that. */
final class WholeEntry extends FilterInputStream {
  private final ZipEntry entry;
  private final CRC32 sum = new CRC32();

  WholeEntry(InputStream in, ZipEntry entry) {
    super(in);
    this.entry = entry;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count > 0) {
      sum.update(target, offset, count);
    } else if (count < 0 && sum.getValue() != entry.getCrc()) {
      throw new ZipException(
          "the content of " + entry.getName() + " is not what its check sum says: it is damaged");
    }
    return count;
  }
}
