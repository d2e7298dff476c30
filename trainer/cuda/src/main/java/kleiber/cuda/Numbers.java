package kleiber.cuda;

import java.util.Arrays;

/**
 * Single numbers of 8 bytes in the card's memory, so that a recorded step finds new ones at each
 * replay: <em>inputs</em>, which the host sets and kernels read, and <em>outputs</em>, which
 * kernels write and the host reads. The host's side of the inputs goes up before the next work, all
 * that changed in one copy; outputs come down together, with one wait.
 */
final class Numbers {
  private static final int MOST = 8192;

  private final CudaStream stream;
  private final Uploads uploads;
  private final long inputs;
  private final long outputs;
  private final long[] given = new long[MOST];
  private final boolean[] givenInThisReplay = new boolean[MOST];
  private final long[] results = new long[MOST];
  private int inputCount;
  private int outputCount;
  private int firstChanged = MOST;
  private int lastChanged = -1;
  private long readAt = -1;
  private long[] download = new long[0];

  Numbers(CudaStream stream, DeviceMemory memory, Uploads uploads) {
    this.stream = stream;
    this.uploads = uploads;
    this.inputs = memory.allocate(8L * MOST);
    this.outputs = memory.allocate(8L * MOST);
  }

  /** The first of {@code count} new inputs, neighbours in memory. */
  int newInputs(int count) {
    inputCount = take(inputCount, count);
    return inputCount - count;
  }

  /** The first of {@code count} new outputs, neighbours in memory. */
  int newOutputs(int count) {
    outputCount = take(outputCount, count);
    return outputCount - count;
  }

  private static int take(int taken, int count) {
    if (taken + count > MOST) {
      throw new IllegalStateException("more than " + MOST + " numbers of ops");
    }
    return taken + count;
  }

  long inputAddress(int input) {
    return inputs + 8L * input;
  }

  long outputAddress(int output) {
    return outputs + 8L * output;
  }

  void set(int input, double value) {
    set(input, Double.doubleToRawLongBits(value));
  }

  /**
   * Sets an input for the work that follows.
   *
   * @throws IllegalStateException if a recorded step sets it twice to different values: all kernels
   *     of a replay would see the last one
   */
  void set(int input, long value) {
    if (!stream.isPlain()) {
      if (givenInThisReplay[input] && given[input] != value) {
        throw new IllegalStateException("a recorded step sets a number twice");
      }
      givenInThisReplay[input] = true;
    }
    if (given[input] != value) {
      given[input] = value;
      firstChanged = Math.min(firstChanged, input);
      lastChanged = Math.max(lastChanged, input);
    }
  }

  /** Before a recorded step runs: each input may be set once more. */
  void beginStep() {
    Arrays.fill(givenInThisReplay, 0, inputCount, false);
  }

  /** Brings changed inputs to the card. */
  void flush() {
    if (lastChanged >= 0) {
      int from = firstChanged;
      int count = lastChanged - firstChanged + 1;
      firstChanged = MOST;
      lastChanged = -1;
      uploads.longs(inputAddress(from), given, from, count);
    }
  }

  /** What kernels have written to an output; waits for them if they may have run since. */
  double get(int output) {
    if (readAt != stream.changes()) {
      if (download.length != outputCount) {
        download = new long[outputCount];
      }
      uploads.read(outputs, download);
      System.arraycopy(download, 0, results, 0, outputCount);
      readAt = stream.changes();
    }
    return Double.longBitsToDouble(results[output]);
  }
}
