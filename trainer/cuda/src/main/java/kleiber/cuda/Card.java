package kleiber.cuda;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.cuda.Launch.Grid;
import kleiber.engine.backend.StepFacts;
import kleiber.engine.tensor.Precision;

/** One GPU as ops see it: memory, kernels and the queue they go into. */
final class Card {
  /** Most threads of a block that walks a vector, and most such blocks. */
  private static final int THREADS = 256;

  private static final int SHARED_BY_DEFAULT = 48 << 10;

  private final Device device;
  private final CudaStream stream;
  private final Modules modules;
  private final DeviceMemory memory;
  private final Uploads uploads;
  private final Numbers numbers;
  private final StepNumbers step;
  private final List<Recording> recordings = new ArrayList<>();
  private final Optional<String> libraryPath;
  private final Map<StepFacts.Product, Integer> products = new LinkedHashMap<>();
  private LibraryProducts library;

  Card(Device device, Pointer context) {
    this.device = device;
    this.libraryPath = CublasLt.find();
    this.stream = new CudaStream(context);
    this.modules = new Modules(device.capability());
    this.memory = new DeviceMemory(stream);
    this.uploads = new Uploads(stream);
    this.numbers = new Numbers(stream, memory, uploads);
    stream.beforeWork(numbers::flush);
    this.step = new StepNumbers(this);
  }

  Device device() {
    return device;
  }

  CudaStream stream() {
    return stream;
  }

  DeviceMemory memory() {
    return memory;
  }

  Uploads uploads() {
    return uploads;
  }

  Numbers numbers() {
    return numbers;
  }

  /** The library for large products that this machine has, loaded or not. */
  Optional<String> libraryPath() {
    return libraryPath;
  }

  /** Products by the library, which is loaded by the first of them. */
  LibraryProducts library() {
    if (library == null) {
      library = new LibraryProducts(this, libraryPath.orElseThrow());
    }
    return library;
  }

  /** Notes a product that was bound. */
  void bound(String name, ProductPlan.Size size, String by) {
    products.merge(
        new StepFacts.Product(name, size.rows(), size.columns(), size.terms(), by, 1),
        1,
        Integer::sum);
  }

  /** Of the longest step that was recorded. */
  StepFacts facts(Precision precision) {
    Optional<Recording> step =
        recordings.stream().max(Comparator.comparingLong(Recording::launches));
    return new StepFacts(
        step.map(Recording::launches).orElse(0L),
        step.map(Recording::nodes).orElse(0L),
        CardPeak.flopsPerSecond(device.name(), precision),
        products.entrySet().stream()
            .map(entry -> entry.getKey().times(entry.getValue()))
            .sorted(Comparator.comparingDouble(StepFacts.Product::flops).reversed())
            .toList());
  }

  /** What a whole step knows of itself. */
  StepNumbers step() {
    return step;
  }

  /**
   * A kernel ready to be launched.
   *
   * @param file of {@code src/main/cuda}, without ending
   * @param kernel its name
   * @param sharedBytes dynamic shared memory a block
   * @param values its arguments, see {@link Launch}
   */
  Launch launch(
      String file, String kernel, Grid grid, int threads, int sharedBytes, Object... values) {
    Pointer function = modules.function(file, kernel);
    if (sharedBytes > SHARED_BY_DEFAULT) {
      CudaError.check(
          Driver.cuFuncSetAttribute(function, Driver.MAX_DYNAMIC_SHARED_BYTES, sharedBytes),
          "asking for " + sharedBytes + " bytes of shared memory for " + kernel);
    }
    return new Launch(stream, kernel, function, grid, threads, sharedBytes, values);
  }

  /** A kernel that walks {@code size} elements in strides of its whole grid. */
  Launch overAll(String file, String kernel, long size, Object... values) {
    return launch(file, kernel, Grid.of(blocks(size)), THREADS, 0, values);
  }

  /** Blocks that walk {@code size} elements, four a thread: at most eight for every processor. */
  int blocks(long size) {
    long wanted = (size + 4L * THREADS - 1) / (4L * THREADS);
    return (int) Math.max(1, Math.min(wanted, 8L * device.multiprocessors()));
  }

  /** Makes rounded copies again where what they were made from has changed. */
  void refresh() {
    for (int i = 0; i < memory.withCopies().size(); i++) {
      Block block = memory.withCopies().get(i);
      if (block.isStale() && stream.isPlain()) {
        overAll(
                "elementwise",
                "cast_f32_bf16",
                block.elements(),
                block.address(),
                block.rounded(),
                block.elements())
            .run();
        block.renewed();
      }
    }
  }

  /** See {@link Recording}. */
  Recording record(Runnable calls) {
    Recording recording =
        new Recording(
            stream,
            calls,
            () -> {
              refresh();
              numbers.beginStep();
            });
    recordings.add(recording);
    return recording;
  }

  void close() {
    recordings.forEach(Recording::close);
    if (library != null) {
      library.close();
    }
    stream.close();
    memory.close();
    uploads.close();
    modules.close();
  }
}
