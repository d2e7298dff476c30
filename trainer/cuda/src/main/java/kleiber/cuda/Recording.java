package kleiber.cuda;

/**
 * Calls that launch the same kernels over the same memory every time: run plainly at first, so that
 * all kernels are loaded, then recorded as a graph, then replayed with one launch.
 *
 * <p>The calls themselves run every time. In a replay their launches do nothing, and the numbers
 * that they set reach the device before the graph runs.
 */
final class Recording implements Runnable {
  private final CudaStream stream;
  private final Runnable calls;
  private final Runnable before;
  private boolean warm;
  private CudaStream.Graph graph;
  private long recorded;

  /**
   * @param before what must be done plainly before the calls, each time
   */
  Recording(CudaStream stream, Runnable calls, Runnable before) {
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
    } else if (graph == null) {
      long first = stream.launches();
      graph = stream.capture(calls);
      recorded = stream.launches() - first;
      stream.run(graph.executable());
    } else {
      long first = stream.launches();
      stream.replay(calls, graph.executable());
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

  /** Launches that were recorded, 0 before. */
  long launches() {
    return recorded;
  }

  /** Nodes of the graph, 0 before there is one. */
  long nodes() {
    return graph == null ? 0 : graph.nodes();
  }

  void close() {
    if (graph != null) {
      stream.destroy(graph.executable());
      graph = null;
    }
  }
}
