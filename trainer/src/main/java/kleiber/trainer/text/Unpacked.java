package kleiber.trainer.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import kleiber.trainer.KleiberException;

/**
 * What comes out of a packed stream, up to a limit: a few megabytes can be made to unpack to
 * terabytes. Text becomes a third to a tenth as large, logs a fiftieth.
 */
final class Unpacked extends FilterInputStream {
  private static final long TIMES = 200;

  /** Bytes that any file may unpack to: where little is packed, a ratio says little. */
  private static final long FREE = 4 << 20;

  private final LongSupplier packed;
  private final String where;
  private long unpacked;

  /**
   * @param packed bytes that were read so far for what came out
   * @param where the stream is, for messages
   */
  Unpacked(InputStream in, LongSupplier packed, String where) {
    super(in);
    this.packed = packed;
    this.where = where;
  }

  /**
   * Refuses what unpacks to more than the limit.
   *
   * @throws KleiberException naming the limit
   */
  static void require(long unpacked, long packed, String where) {
    if (unpacked - FREE > TIMES * packed) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s unpacks to %,d bytes or more, over %,d times its size, as files do that are made"
                  + " to do harm; if it is meant, unpack it and give the text",
              where,
              unpacked,
              TIMES));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    unpacked += Math.max(0, count);
    require(unpacked, packed.getAsLong(), where);
    return count;
  }
}
