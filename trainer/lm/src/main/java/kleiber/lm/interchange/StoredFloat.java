package kleiber.lm.interchange;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type that weights may have in a file, by its name there. */
enum StoredFloat {
  F64 {
    @Override
    void decode(ByteBuffer bytes, float[] values, int from, int count) {
      for (int i = from; i < from + count; i++) {
        values[i] = (float) bytes.getDouble();
      }
    }
  },
  F32 {
    @Override
    void decode(ByteBuffer bytes, float[] values, int from, int count) {
      bytes.asFloatBuffer().get(values, from, count);
    }
  },
  F16 {
    @Override
    void decode(ByteBuffer bytes, float[] values, int from, int count) {
      for (int i = from; i < from + count; i++) {
        values[i] = half(bytes.getShort());
      }
    }
  },
  BF16 {
    @Override
    void decode(ByteBuffer bytes, float[] values, int from, int count) {
      for (int i = from; i < from + count; i++) {
        values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
      }
    }
  };

  /**
   * Reads a block of elements.
   *
   * @param from where the first goes
   */
  abstract void decode(ByteBuffer bytes, float[] values, int from, int count);

  /** The type of that name, empty for one that no weights have. */
  static Optional<StoredFloat> of(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(StoredFloat::name).collect(Collectors.joining(", "));
  }

  /** IEEE 754 binary16. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb(1024.0 + fraction, exponent - 25);
    return (float) (bits < 0 ? -magnitude : magnitude);
  }
}
