package kleiber.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * The way between the host's arrays and the card: a ring of pinned memory, so that copies run
 * beside the host. When the ring comes round, it waits for the copies that still read it.
 */
final class Uploads {
  private static final long BYTES = 16 << 20;
  private static final int LARGEST = 1 << 20;
  private static final int ALIGNMENT = 64;

  private final CudaStream stream;
  private final Pointer ring;
  private long next;

  Uploads(CudaStream stream) {
    this.stream = stream;
    PointerByReference memory = new PointerByReference();
    CudaError.check(Driver.cuMemHostAlloc(memory, BYTES, 0), "taking pinned memory of the host");
    this.ring = memory.getValue();
  }

  void ints(long target, int[] source) {
    for (int at = 0; at < source.length; at += LARGEST) {
      int count = Math.min(LARGEST, source.length - at);
      long place = place(4L * count);
      ring.write(place, source, at, count);
      stream.upload(target + 4L * at, ring.share(place), 4L * count);
    }
  }

  void floats(long target, float[] source, int from, int length) {
    for (int at = 0; at < length; at += LARGEST) {
      int count = Math.min(LARGEST, length - at);
      long place = place(4L * count);
      ring.write(place, source, from + at, count);
      stream.upload(target + 4L * at, ring.share(place), 4L * count);
    }
  }

  void longs(long target, long[] source, int from, int count) {
    long place = place(8L * count);
    ring.write(place, source, from, count);
    stream.upload(target, ring.share(place), 8L * count);
  }

  /** Reads floats back; waits. */
  void read(long source, float[] target, int from, int length) {
    for (int at = 0; at < length; at += LARGEST) {
      int count = Math.min(LARGEST, length - at);
      long place = place(4L * count);
      stream.download(ring.share(place), source + 4L * at, 4L * count);
      ring.read(place, target, from + at, count);
    }
  }

  /** Reads bf16 numbers back; waits. */
  void readRounded(long source, float[] target, int from, int length) {
    short[] halves = new short[Math.min(LARGEST, length)];
    for (int at = 0; at < length; at += LARGEST) {
      int count = Math.min(LARGEST, length - at);
      long place = place(2L * count);
      stream.download(ring.share(place), source + 2L * at, 2L * count);
      ring.read(place, halves, 0, count);
      for (int i = 0; i < count; i++) {
        target[from + at + i] = Float.intBitsToFloat(halves[i] << 16);
      }
    }
  }

  /** Reads longs, or the bits of doubles, back; waits. */
  void read(long source, long[] target) {
    long place = place(8L * target.length);
    stream.download(ring.share(place), source, 8L * target.length);
    ring.read(place, target, 0, target.length);
  }

  private long place(long bytes) {
    if (next + bytes > BYTES) {
      stream.synchronize();
      next = 0;
    }
    long place = next;
    next = (place + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return place;
  }

  void close() {
    Driver.cuMemFreeHost(ring);
  }
}
