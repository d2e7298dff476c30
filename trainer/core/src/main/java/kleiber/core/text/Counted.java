package kleiber.core.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * A stream that tells how many bytes were read from it, to whoever shows them or sets them a limit.
 */
public final class Counted extends FilterInputStream {
  private final LongConsumer bytes;
  private long count;

  /**
   * @param bytes told how many more were read
   */
  public Counted(InputStream in, LongConsumer bytes) {
    super(in);
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    add(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    add(Math.max(0, read));
    return read;
  }

  private void add(int more) {
    count += more;
    bytes.accept(more);
  }

  /** Bytes that were read so far. */
  long count() {
    return count;
  }
}
