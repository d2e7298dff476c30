package kleiber.core.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes that need no knowledge of a format: bits, spans, lengths, extreme integers. */
final class BytesMutation implements Mutation {
  private static final long[] EXTREMES = {
    0, 1, -1, 255, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @Override
  public byte[] apply(byte[] valid, SplittableRandom random) {
    if (valid.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(valid.length);
    int length = 1 + random.nextInt(Math.min(64, valid.length - at));
    byte[] changed = valid.clone();
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        return Arrays.copyOf(valid, at);
      }
      case 2 -> {
        return splice(valid, at, at, Arrays.copyOfRange(valid, at, at + length));
      }
      case 3 -> {
        return splice(valid, at, at + length, new byte[0]);
      }
      case 4 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return splice(valid, at, at + length, noise);
      }
      case 5 -> Arrays.fill(changed, at, at + length, (byte) (random.nextBoolean() ? 0 : 255));
      default -> putInteger(changed, at, EXTREMES[random.nextInt(EXTREMES.length)]);
    }
    return changed;
  }

  private static void putInteger(byte[] bytes, int at, long value) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int aligned = at & ~7;
    if (aligned + 8 <= bytes.length) {
      buffer.putLong(aligned, value);
    } else {
      bytes[at] = (byte) value;
    }
  }

  /** {@code bytes} with the part from {@code from} to {@code to} replaced. */
  static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
    ByteBuffer result = ByteBuffer.allocate(bytes.length - (to - from) + replacement.length);
    result.put(bytes, 0, from).put(replacement).put(bytes, to, bytes.length - to);
    return result.array();
  }
}
