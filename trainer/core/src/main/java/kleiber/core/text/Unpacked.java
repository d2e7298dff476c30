package kleiber.core.text;

import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import kleiber.core.KleiberException;

/**
 * Told of what comes out of a packed stream, refuses what is beyond a limit: a few megabytes can be
 * made to unpack to terabytes. Text becomes a third to a tenth as large, logs a fiftieth.
 */
final class Unpacked implements LongConsumer {
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
  Unpacked(LongSupplier packed, String where) {
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

  /** So many more bytes came out. */
  @Override
  public void accept(long bytes) {
    unpacked += bytes;
    require(unpacked, packed.getAsLong(), where);
  }
}
