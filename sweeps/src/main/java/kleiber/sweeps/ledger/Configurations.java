package kleiber.sweeps.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kleiber.core.KleiberException;
import kleiber.record.RunDirectory;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;

/** The {@code config.yaml} of every run, which is all that a worker is given of it. */
public final class Configurations {
  /** Each is synced, which is waiting: as long for many at once as for one. */
  private static final int AT_ONCE = 16;

  private Configurations() {}

  /**
   * Writes those that are missing.
   *
   * @throws KleiberException when one cannot be written
   */
  public static void write(SweepFolder folder, Plan plan) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (PlannedRun run : plan.runs()) {
        RunDirectory directory = folder.run(run.id());
        if (!Files.exists(directory.config())) {
          writing.add(threads.submit(() -> write(directory, run)));
        }
      }
      for (Future<?> one : writing) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KleiberException fault
          ? fault
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void write(RunDirectory directory, PlannedRun run) {
    directory.create();
    directory.write(directory.config(), run.values().toYaml().getBytes(StandardCharsets.UTF_8));
  }
}
