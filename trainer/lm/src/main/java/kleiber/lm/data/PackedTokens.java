package kleiber.lm.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing list of tokens as they lie in a {@link TokenFile}, little-endian. */
final class PackedTokens {
  private final int bytesPerToken;
  private ByteBuffer buffer;

  /**
   * @param bytesPerToken 2 or 4
   */
  PackedTokens(int bytesPerToken) {
    this.bytesPerToken = bytesPerToken;
    this.buffer = wrap(new byte[1 << 12]);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void add(int token) {
    reserve(1);
    put(token);
  }

  void addAll(int[] tokens) {
    reserve(tokens.length);
    for (int token : tokens) {
      put(token);
    }
  }

  private void put(int token) {
    if (bytesPerToken == 2) {
      buffer.putShort((short) token);
    } else {
      buffer.putInt(token);
    }
  }

  private void reserve(int tokens) {
    int needed = Math.addExact(buffer.position(), Math.multiplyExact(tokens, bytesPerToken));
    if (needed > buffer.capacity()) {
      int capacity = Math.max(needed, 2 * buffer.capacity());
      buffer = wrap(Arrays.copyOf(buffer.array(), capacity)).position(buffer.position());
    }
  }

  int size() {
    return buffer.position() / bytesPerToken;
  }

  /** The bytes so far, to be read once before anything is added. */
  ByteBuffer bytes() {
    return buffer.duplicate().flip();
  }

  void clear() {
    buffer.clear();
  }
}
