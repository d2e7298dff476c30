package kleiber.lm.data;

import kleiber.core.random.SeededStream;

/**
 * A pseudo-random order of 0 … size−1 without memory for it: a balanced Feistel network of four
 * rounds over the next power of four, walked until it lands inside (Black and Rogaway, CT-RSA
 * 2002).
 */
final class Permutation {
  private static final int ROUNDS = 4;

  private final long size;
  private final int halfBits;
  private final SeededStream[] rounds = new SeededStream[ROUNDS];

  Permutation(long size, SeededStream stream) {
    this.size = size;
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1));
    this.halfBits = Math.max(1, (bits + 1) / 2);
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = stream.child(i);
    }
  }

  long apply(long index) {
    long mask = (1L << halfBits) - 1;
    long value = index;
    do {
      long left = value >>> halfBits;
      long right = value & mask;
      for (SeededStream round : rounds) {
        long next = left ^ (round.bits(right) & mask);
        left = right;
        right = next;
      }
      value = left << halfBits | right;
    } while (value >= size);
    return value;
  }
}
