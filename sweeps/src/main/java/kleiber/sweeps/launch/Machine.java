package kleiber.sweeps.launch;

import java.util.List;
import java.util.stream.IntStream;
import kleiber.trainer.KleiberException;
import kleiber.trainer.runlog.Environment;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Backends;
import kleiber.trainer.tensor.Gpu;
import kleiber.trainer.tensor.GpuSurvey;

/**
 * What a sweep may use.
 *
 * @param slots places to train side by side
 * @param runMemoryBytes memory that one run may take
 * @param memoryBytes memory that all runs at once may take
 */
public record Machine(List<Slot> slots, long runMemoryBytes, long memoryBytes) {
  /** What runs may take of a machine's memory. */
  private static final double PART = 0.9;

  private static final int MOST_SLOTS = 1024;

  /** So many processor cores, 0 for all. */
  public static Machine cores(int count) {
    int cores = count > 0 ? count : Runtime.getRuntime().availableProcessors();
    if (cores > MOST_SLOTS) {
      throw KleiberException.usage("--slots is at most " + MOST_SLOTS + ", not " + cores);
    }
    long memory = (long) (PART * Environment.machineMemoryBytes());
    long limit = memory > 0 ? memory : Long.MAX_VALUE;
    return new Machine(
        IntStream.range(0, cores).mapToObj(i -> new Slot(i, null)).toList(), limit, limit);
  }

  /** GPUs, by what CUDA_VISIBLE_DEVICES calls them. */
  public static Machine devices(List<String> devices) {
    long smallest =
        GpuSurvey.ofThisMachine().gpus().stream()
            .mapToLong(gpu -> gpu.memoryMiB() << 20)
            .filter(bytes -> bytes > 0)
            .min()
            .orElse(Long.MAX_VALUE);
    long limit = smallest == Long.MAX_VALUE ? smallest : (long) (PART * smallest);
    return new Machine(
        IntStream.range(0, devices.size()).mapToObj(i -> new Slot(i, devices.get(i))).toList(),
        limit,
        Long.MAX_VALUE);
  }

  /**
   * All visible GPUs where a backend runs on them, else all cores.
   *
   * @param backend as the training configuration has it
   */
  public static Machine of(String backend) {
    List<Gpu> gpus = backend.equals("cpu") ? List.of() : GpuSurvey.ofThisMachine().visible();
    String chosen =
        backend.equals("auto")
            ? Backends.find().providers().stream()
                .filter(provider -> provider.obstacle().isEmpty())
                .findFirst()
                .map(BackendProvider::name)
                .orElse("cpu")
            : backend;
    return gpus.isEmpty() || chosen.equals("cpu")
        ? cores(0)
        : devices(gpus.stream().map(gpu -> String.valueOf(gpu.index())).toList());
  }

  /** Whether runs train on GPUs. */
  public boolean hasDevices() {
    return slots.get(0).device() != null;
  }
}
