package kleiber.trainer.kernels.cuda;

import com.sun.jna.Pointer;

/**
 * Calls that launch the same kernels over the same memory every time: run plainly at first, so that
 * all kernels are loaded, then recorded as a graph, then replayed with one launch.
 *
 * <p>The calls themselves run every time. In a replay their launches do nothing, and the numbers
 * that they set reach the device before the graph runs.
 */
final class Recording implements Runnable {
  private final Stream stream;
  private final Runnable calls;
  private final Runnable before;
  private boolean warm;
  private Pointer executable;
  private long recorded;

  /**
   * @param before what must be done plainly before the calls, each time
   */
  Recording(Stream stream, Runnable calls, Runnable before) {
    this.stream = stream;
    this.calls = calls;
    this.before = before;
  }

  @Override
  public void run() {
    before.run();
    if (!warm || stream.isProfiled()) {
      warm = true;
      calls.run();
    } else if (executable == null) {
      long first = stream.launches();
      executable = stream.capture(calls);
      recorded = stream.launches() - first;
      stream.run(executable);
    } else {
      long first = stream.launches();
      stream.replay(calls, executable);
      if (stream.launches() - first != recorded) {
        throw new IllegalStateException(
            "a step launched "
                + (stream.launches() - first)
                + " kernels where "
                + recorded
                + " were recorded");
      }
    }
  }

  void close() {
    if (executable != null) {
      stream.destroy(executable);
      executable = null;
    }
  }
}
