package kleiber.sweeps.launch;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kleiber.core.KleiberException;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Backends;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;

/**
 * What a user asks of the machine: by default all visible GPUs where the backend computes on them,
 * else all cores.
 *
 * @param slots runs at once on cores, null for one a core
 * @param devices GPUs by their names in CUDA_VISIBLE_DEVICES, empty for all visible ones
 * @param runsPerGpu runs at once on each GPU, {@link #AUTO} for as many as are fastest, null where
 *     nothing was said
 */
public record MachineRequest(Integer slots, List<String> devices, Integer runsPerGpu) {
  /** As many runs on each GPU as measurement says. */
  public static final int AUTO = 0;

  /**
   * The machine.
   *
   * @param backend as the training configuration has it
   * @throws KleiberException where slots are asked of GPUs, runs per GPU of cores, or a GPU that is
   *     not there
   */
  public Machine machine(String backend) {
    Optional<BackendProvider> provider = Backends.find().usable(backend);
    Optional<Gpu> gpu = provider.flatMap(BackendProvider::gpu);
    return devices.isEmpty() && gpu.isEmpty() ? cores(provider) : gpus(provider, gpu);
  }

  private Machine cores(Optional<BackendProvider> provider) {
    if (runsPerGpu != null) {
      throw KleiberException.usage(
          "--runs-per-gpu: the backend "
              + provider.map(BackendProvider::name).orElse("that is asked for")
              + " computes on no GPU here; kleiber devices says why; on cores, --slots sets how many"
              + " runs train at once");
    }
    return Machine.cores(slots == null ? 0 : slots);
  }

  private Machine gpus(Optional<BackendProvider> provider, Optional<Gpu> gpu) {
    if (slots != null) {
      throw KleiberException.usage(
          "--slots counts cores, and these runs train on GPUs; give --runs-per-gpu N to set how many"
              + " train at once on each, or --set train.backend=cpu to train on cores");
    }
    boolean shares = provider.map(BackendProvider::sharesGpu).orElse(false);
    if (runsPerGpu != null && runsPerGpu > 1 && !shares) {
      throw KleiberException.usage(
          "--runs-per-gpu "
              + runsPerGpu
              + ": only the backend cuda trains several runs on one GPU; leave it out, or --set"
              + " train.backend=cuda");
    }
    int runs = !shares ? 1 : runsPerGpu == null ? AUTO : runsPerGpu;
    GpuSurvey survey = GpuSurvey.ofThisMachine();
    long known = gpu.map(Gpu::memoryMiB).orElse(0L) << 20;
    return Machine.gpus(
        names(survey).stream()
            .map(name -> new Machine.Device(name, memory(survey, name, known)))
            .toList(),
        runs);
  }

  private List<String> names(GpuSurvey survey) {
    if (!devices.isEmpty()) {
      requireDifferent(survey);
      return devices;
    }
    return survey.names();
  }

  private void requireDifferent(GpuSurvey survey) {
    Set<Object> seen = new HashSet<>();
    for (String device : devices) {
      Optional<Gpu> found = survey.find(device);
      if (found.isEmpty() && !survey.gpus().isEmpty()) {
        throw KleiberException.usage(
            "--devices: this machine has no GPU " + device + "; nvidia-smi -L lists what it has");
      }
      if (!seen.add(found.isPresent() ? found.get() : device)) {
        throw KleiberException.usage(
            "--devices names GPU "
                + device
                + " twice; --runs-per-gpu sets how many runs train at once on each");
      }
    }
  }

  /** What the survey says of it, else what the driver says of the first. */
  private static long memory(GpuSurvey survey, String name, long known) {
    return survey.find(name).map(gpu -> gpu.memoryMiB() << 20).filter(b -> b > 0).orElse(known);
  }
}
