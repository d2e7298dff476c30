package kleiber.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A kernel with its arguments in native memory, ready to be launched again and again without
 * allocation.
 */
final class Launch implements Runnable, CudaStream.Work {
  private static final int CELL = 8;

  private final CudaStream stream;
  private final String name;
  private final Pointer function;
  private final Grid grid;
  private final int threads;
  private final int sharedBytes;
  private final Memory memory;
  private final Pointer arguments;

  /**
   * Blocks of a launch.
   *
   * @param x along blockIdx.x
   * @param y along blockIdx.y, at most 65535
   * @param z along blockIdx.z, at most 65535
   */
  record Grid(int x, int y, int z) {
    static Grid of(int x) {
      return new Grid(x, 1, 1);
    }

    static Grid of(int x, int y) {
      return new Grid(x, y, 1);
    }
  }

  /**
   * @param name for profiles
   * @param values {@code Long} for addresses and long long, {@code Integer}, {@code Float} or
   *     {@code Double}, as the kernel declares them
   */
  Launch(
      CudaStream stream,
      String name,
      Pointer function,
      Grid grid,
      int threads,
      int sharedBytes,
      Object... values) {
    this.stream = stream;
    this.name = name;
    this.function = function;
    this.grid = grid;
    this.threads = threads;
    this.sharedBytes = sharedBytes;
    this.memory = new Memory(2L * CELL * Math.max(1, values.length));
    this.arguments = memory.share((long) CELL * values.length);
    for (int i = 0; i < values.length; i++) {
      long at = (long) CELL * i;
      arguments.setPointer(at, memory.share(at));
      put(at, values[i]);
    }
  }

  private void put(long at, Object value) {
    if (value instanceof Long number) {
      memory.setLong(at, number);
    } else if (value instanceof Integer number) {
      memory.setInt(at, number);
    } else if (value instanceof Float number) {
      memory.setFloat(at, number);
    } else if (value instanceof Double number) {
      memory.setDouble(at, number);
    } else {
      throw new IllegalArgumentException("not an argument of a kernel: " + value);
    }
  }

  @Override
  public void run() {
    stream.launch(this);
  }

  @Override
  public String toString() {
    return name + " <" + grid.x() + "," + grid.y() + "," + grid.z() + ">";
  }

  @Override
  public void submit(Pointer handle) {
    CudaError.check(
        Driver.cuLaunchKernel(
            function,
            grid.x(),
            grid.y(),
            grid.z(),
            threads,
            1,
            1,
            sharedBytes,
            handle,
            arguments,
            null),
        "launching a kernel");
  }
}
