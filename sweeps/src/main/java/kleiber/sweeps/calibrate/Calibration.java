package kleiber.sweeps.calibrate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.trainer.Count;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.data.Digests;
import kleiber.trainer.output.AtomicFile;
import kleiber.trainer.output.SharedFolder;
import kleiber.trainer.runlog.Environment;

/**
 * Measures once per machine and shape what training steps take, as many shapes at a time as runs
 * will train, since neighbours on one machine slow each other down; those of runs that take all
 * threads one by one. Results are kept in files.
 *
 * @param cache the folder with the folder of the files
 * @param slots runs at a time
 * @param memoryLimit bytes that a run may take
 * @param progress told what is being measured
 */
public record Calibration(
    SharedFolder cache, int slots, long memoryLimit, Consumer<String> progress) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "4";
  private static final String NAME = "calibration";
  private static final int BYTES_PER_PARAM_AT_LEAST = 16;

  /** The costs of all runs whose data are known, by run id. */
  public Map<String, StepCost> costs(List<PlannedRun> runs) throws InterruptedException {
    Map<String, PlannedRun> missing = new TreeMap<>();
    Map<String, StepCost> known = new ConcurrentHashMap<>();
    for (PlannedRun run : runs) {
      if (run.size() != null) {
        String key = key(run);
        StepCost cost = read(key);
        if (cost == null) {
          missing.putIfAbsent(key, run);
        } else {
          known.put(key, cost);
        }
      }
    }
    if (!missing.isEmpty()) {
      progress.accept(
          "timing the steps of " + Count.of(missing.size(), "shape") + " on this machine, once");
      measure(missing, known);
    }
    Map<String, StepCost> costs = new TreeMap<>();
    for (PlannedRun run : runs) {
      if (run.size() != null && known.containsKey(key(run))) {
        costs.put(run.id(), known.get(key(run)));
      }
    }
    return costs;
  }

  /** Runs that take all threads train alone, so they are timed alone. */
  private void measure(Map<String, PlannedRun> missing, Map<String, StepCost> known)
      throws InterruptedException {
    Map<String, PlannedRun> beside = new TreeMap<>(missing);
    beside.values().removeIf(Calibration::isAlone);
    measure(beside, slots, known);
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
  private StepCost measure(PlannedRun run) {
    long least = BYTES_PER_PARAM_AT_LEAST * run.size().params().totalParams();
    if (least > memoryLimit) {
      return StepCost.untimed(least);
    }
    try {
      return StepTimer.measure(run.config(), run.size().model(), run.size().layout(), memoryLimit);
    } catch (OutOfMemoryError e) {
      return StepCost.untimed(memoryLimit + 1);
    } catch (RuntimeException e) {
      progress.accept("cannot time " + run.id() + ": " + e.getMessage());
      return null;
    }
  }

  private String key(PlannedRun run) {
    TrainConfig config = run.config();
    String parts =
        String.join(
            "\n",
            FORMAT,
            Environment.processor(),
            System.getProperty("java.version"),
            "" + Runtime.getRuntime().availableProcessors(),
            "" + slots,
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
