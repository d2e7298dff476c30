package kleiber.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * A GPU's queue of work: what is put into it runs in order. While a step is recorded, launches go
 * into a graph; while one is replayed, they do nothing, since the graph has them already, and only
 * the numbers that the host sets are brought up to date.
 */
final class CudaStream {
  private enum Mode {
    PLAIN,
    CAPTURING,
    REPLAYING
  }

  private final Pointer context;
  private final Pointer handle;
  private Mode mode = Mode.PLAIN;
  private Runnable beforeWork = () -> {};
  private Thread bound;
  private long launches;
  private long changes;
  private final Profile profile = Profile.ifAsked();

  CudaStream(Pointer context) {
    this.context = context;
    bind();
    PointerByReference stream = new PointerByReference();
    CudaError.check(Driver.cuStreamCreate(stream, Driver.NON_BLOCKING), "opening a stream");
    this.handle = stream.getValue();
  }

  /** What must reach the device before any work that is not recorded: numbers set by the host. */
  void beforeWork(Runnable flush) {
    beforeWork = flush;
  }

  /** A context is current in one thread; another thread takes it over with its first call. */
  private void bind() {
    Thread current = Thread.currentThread();
    if (current != bound) {
      CudaError.check(Driver.cuCtxSetCurrent(context), "changing threads");
      bound = current;
    }
  }

  /** What can be put into the queue, and into a graph. */
  interface Work {
    /** Hands it to the driver. */
    void submit(Pointer stream);
  }

  void launch(Work work) {
    launches++;
    if (mode == Mode.REPLAYING) {
      return;
    }
    if (mode == Mode.PLAIN) {
      begin();
    }
    if (profile != null) {
      profile.time(work.toString(), handle, () -> work.submit(handle));
    } else {
      work.submit(handle);
    }
  }

  /** {@code bytes} bytes from {@code target} on become zero. */
  void zero(long target, long bytes) {
    launches++;
    if (mode == Mode.REPLAYING || bytes == 0) {
      return;
    }
    if (mode == Mode.PLAIN) {
      begin();
    }
    CudaError.check(Driver.cuMemsetD8Async(target, (byte) 0, bytes, handle), "clearing memory");
  }

  /**
   * Copies to the device at once; {@code source} must be pinned and left alone until it is done.
   */
  void upload(long target, Pointer source, long bytes) {
    requirePlain("writes to the device");
    bind();
    changes++;
    CudaError.check(Driver.cuMemcpyHtoDAsync_v2(target, source, bytes, handle), "copying to it");
  }

  /** Copies to pinned memory of the host and waits for it. */
  void download(Pointer target, long source, long bytes) {
    requirePlain("reads from the device");
    begin();
    CudaError.check(Driver.cuMemcpyDtoHAsync_v2(target, source, bytes, handle), "copying from it");
    synchronize();
  }

  /** Waits until all work is done. */
  void synchronize() {
    bind();
    CudaError.check(Driver.cuStreamSynchronize(handle), "computing");
  }

  private void begin() {
    bind();
    beforeWork.run();
    changes++;
  }

  private void requirePlain(String what) {
    if (mode != Mode.PLAIN) {
      throw new IllegalStateException("a recorded step " + what);
    }
  }

  /** Whether kernels are timed one by one, and steps not recorded. */
  boolean isProfiled() {
    return profile != null;
  }

  /** Grows whenever the device's memory may have changed. */
  long changes() {
    return changes;
  }

  /** Launches so far, those of replays included. */
  long launches() {
    return launches;
  }

  boolean isPlain() {
    return mode == Mode.PLAIN;
  }

  /**
   * A recorded step.
   *
   * @param executable graph
   * @param nodes of it
   */
  record Graph(Pointer executable, long nodes) {}

  /** Records what {@code work} launches instead of running it. */
  Graph capture(Runnable work) {
    bind();
    CudaError.check(
        Driver.cuStreamBeginCapture_v2(handle, Driver.CAPTURE_THREAD_LOCAL), "recording a step");
    mode = Mode.CAPTURING;
    PointerByReference result = new PointerByReference();
    int code;
    try {
      work.run();
    } finally {
      mode = Mode.PLAIN;
      code = Driver.cuStreamEndCapture(handle, result);
    }
    CudaError.check(code, "recording a step");
    Pointer graph = result.getValue();
    LongByReference nodes = new LongByReference();
    CudaError.check(Driver.cuGraphGetNodes(graph, null, nodes), "recording a step");
    CudaError.check(Driver.cuGraphInstantiateWithFlags(result, graph, 0), "recording a step");
    CudaError.check(Driver.cuGraphDestroy(graph), "recording a step");
    return new Graph(result.getValue(), nodes.getValue());
  }

  /** Runs {@code work} without its launches, then launches the graph that has them. */
  void replay(Runnable work, Pointer executable) {
    mode = Mode.REPLAYING;
    try {
      work.run();
    } finally {
      mode = Mode.PLAIN;
    }
    run(executable);
  }

  /** Launches a graph. */
  void run(Pointer executable) {
    begin();
    CudaError.check(Driver.cuGraphLaunch(executable, handle), "launching a step");
  }

  /** Frees a graph. */
  void destroy(Pointer executable) {
    bind();
    Driver.cuGraphExecDestroy(executable);
  }

  /** Frees the stream; errors no longer matter. */
  void close() {
    bind();
    if (profile != null) {
      System.err.print(profile.table(handle));
    }
    Driver.cuStreamSynchronize(handle);
    Driver.cuStreamDestroy_v2(handle);
  }
}
