package kleiber.sweeps.calibrate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import kleiber.core.Count;
import kleiber.core.Digests;
import kleiber.core.KleiberException;
import kleiber.core.output.AtomicFile;
import kleiber.core.output.SharedFolder;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Backends;
import kleiber.lm.config.TrainConfig;
import kleiber.record.Environment;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.plan.PlannedRun;

/**
 * Measures once per machine and shape what training steps take beside as many as runs will train at
 * once, since neighbours slow each other down: on cores other shapes, on a GPU the same. Those of
 * runs that take all threads are timed one by one. Results are kept in files.
 *
 * @param cache the folder with the folder of the files
 * @param machine its GPUs are taken to be alike
 * @param progress told what is being measured
 */
public record Calibration(SharedFolder cache, Machine machine, Consumer<String> progress) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "4";
  private static final String NAME = "calibration";
  private static final int BYTES_PER_PARAM_AT_LEAST = 16;

  /** The costs of all runs whose data are known, by run id. */
  public Map<String, StepCost> costs(List<PlannedRun> runs) throws InterruptedException {
    Map<String, String> keys = keys(runs);
    Map<String, PlannedRun> missing = new TreeMap<>();
    Map<String, StepCost> known = new ConcurrentHashMap<>();
    for (PlannedRun run : runs) {
      String key = keys.get(run.id());
      if (key != null && !known.containsKey(key) && !missing.containsKey(key)) {
        StepCost cost = read(key);
        if (cost == null) {
          missing.put(key, run);
        } else {
          known.put(key, cost);
        }
      }
    }
    if (!missing.isEmpty()) {
      progress.accept(
          "timing the steps of "
              + Count.of(missing.size(), "shape")
              + " on this machine, once"
              + beside());
      measure(missing, known);
    }
    Map<String, StepCost> costs = new TreeMap<>();
    keys.forEach(
        (run, key) -> {
          if (known.containsKey(key)) {
            costs.put(run, known.get(key));
          }
        });
    return costs;
  }

  /** What each run's cost is kept under, by run id. */
  private Map<String, String> keys(List<PlannedRun> runs) {
    Map<String, String> devices = new HashMap<>();
    Map<String, String> keys = new TreeMap<>();
    for (PlannedRun run : runs) {
      if (run.size() != null) {
        String device = devices.computeIfAbsent(run.config().backend(), Calibration::device);
        keys.put(run.id(), key(run, device));
      }
    }
    return keys;
  }

  private String beside() {
    return machine.hasDevices() && machine.slotsPerPlace() > 1
        ? ", alone and " + machine.slotsPerPlace() + " at once"
        : "";
  }

  /** Runs that take all threads train alone, so they are timed alone. */
  private void measure(Map<String, PlannedRun> missing, Map<String, StepCost> known)
      throws InterruptedException {
    Map<String, PlannedRun> beside = new TreeMap<>(missing);
    beside.values().removeIf(Calibration::isAlone);
    measure(beside, machine.hasDevices() ? 1 : machine.slotsPerPlace(), known);
    Map<String, PlannedRun> alone = new TreeMap<>(missing);
    alone.keySet().removeAll(beside.keySet());
    measure(alone, 1, known);
  }

  private static boolean isAlone(PlannedRun run) {
    return run.config().threads() == 0;
  }

  private void measure(Map<String, PlannedRun> runs, int atOnce, Map<String, StepCost> known)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      runs.forEach(
          (key, run) ->
              tasks.add(
                  threads.submit(
                      () -> {
                        StepCost cost = measure(run);
                        if (cost != null) {
                          known.put(key, cost);
                          write(key, cost);
                        }
                        return cost;
                      })));
      for (Future<?> task : tasks) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("calibration failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Null where the run cannot even be bound: it will say so itself. */
  private StepCost measure(PlannedRun run) throws InterruptedException {
    long memoryLimit = machine.runMemoryBytes();
    int copies = machine.hasDevices() ? machine.slotsPerPlace() : 1;
    long least = BYTES_PER_PARAM_AT_LEAST * run.size().params().totalParams();
    if (least > memoryLimit) {
      return StepCost.untimed(least);
    }
    try {
      return StepTimer.measure(
          run.config(), run.size().model(), run.size().layout(), memoryLimit, copies);
    } catch (OutOfMemoryError e) {
      return StepCost.untimed(memoryLimit + 1);
    } catch (RuntimeException e) {
      progress.accept("cannot time " + run.id() + ": " + e.getMessage());
      return null;
    }
  }

  private String key(PlannedRun run, String device) {
    TrainConfig config = run.config();
    String parts =
        String.join(
            "\n",
            FORMAT,
            Environment.processor(),
            System.getProperty("java.version"),
            "" + Runtime.getRuntime().availableProcessors(),
            "" + machine.slotsPerPlace(),
            device,
            run.size().model().toString(),
            run.size().layout().toString(),
            "" + config.batch().microSequences(),
            config.optimizer().getClass().getSimpleName(),
            config.backend(),
            config.precision(),
            "" + config.threads());
    MessageDigest sha = Digests.sha256();
    sha.update(parts.getBytes(StandardCharsets.UTF_8));
    return Digests.hex(sha).substring(0, 16);
  }

  /** The backend that will be taken, on a GPU with that and its driver. */
  private static String device(String backend) {
    Optional<BackendProvider> provider = Backends.find().usable(backend);
    return provider.map(BackendProvider::name).orElse("none")
        + provider
            .flatMap(BackendProvider::gpu)
            .map(gpu -> " " + gpu.name() + " " + gpu.driver())
            .orElse("");
  }

  private StepCost read(String key) {
    Path file = cache.path().resolve(NAME).resolve(key + ".json");
    try {
      return Files.exists(file) ? JSON.readValue(Files.readAllBytes(file), StepCost.class) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** A cache that cannot be written only costs the time to measure again. */
  private void write(String key, StepCost cost) {
    try {
      SharedFolder folder = cache.inner(NAME);
      Path file = folder.path().resolve(key + ".json");
      AtomicFile.replace(file, out -> out.write(JSON.writeValueAsBytes(cost)));
      folder.open(file);
    } catch (IOException | KleiberException e) {
      progress.accept("the time of a step is not kept for the next time: " + e.getMessage());
    }
  }
}
