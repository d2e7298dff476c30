package kleiber.cpu;

import java.util.Locale;
import kleiber.core.KleiberException;
import org.bytedeco.javacpp.BytePointer;

/**
 * A part of native memory as Java sees it. A buffer of Java has 31 bits for its places, and JavaCPP
 * counts them from a pointer's address: so this one's address is where the part begins.
 */
final class Window extends BytePointer {
  private Window(BytePointer block, long from, long bytes) {
    super(block);
    address += from;
    position = 0;
    limit = bytes;
    capacity = bytes;
  }

  /**
   * The part from byte {@code from} on.
   *
   * @throws KleiberException when it is larger than Java can see
   */
  static Window of(BytePointer block, long from, long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "one tensor would take %,d MiB, and the cpu backend has 2,047 for one at most; make"
                  + " batch.microBatch, model.context or the vocabulary smaller",
              bytes >> 20));
    }
    return new Window(block, from, bytes);
  }
}
