package kleiber.sweeps;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import kleiber.sweeps.collect.Collector;
import kleiber.sweeps.launch.Slot;
import kleiber.sweeps.launch.WorkerLauncher;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.Scheduler;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.RunDirectory;

/**
 * A planned sweep and its folder: what a program uses that trains many models. Running it again
 * trains what is missing and nothing else.
 *
 * @param plan the runs
 * @param folder where they live
 */
public record Sweep(Plan plan, SweepFolder folder) {
  private static final String MAIN_CLASS = "kleiber.trainer.cli.Kleiber";

  /**
   * How to run.
   *
   * @param slots places to train at once
   * @param policy what to do about failures
   * @param extend whether the plan may differ from the one the folder was started with
   */
  public record Options(List<Slot> slots, Scheduler.Policy policy, boolean extend) {}

  /**
   * What has become of the planned runs.
   *
   * @param outcomes by run id, without those that have not ended
   * @param runs all that were planned
   */
  public record Result(Map<String, Outcome> outcomes, int runs) {
    /** Runs of an outcome. */
    public int count(Outcome outcome) {
      return (int) outcomes.values().stream().filter(o -> o == outcome).count();
    }

    /** Whether every run has ended. */
    public boolean isOver() {
      return outcomes.size() == runs;
    }

    /** Whether every run has completed. */
    public boolean isComplete() {
      return count(Outcome.COMPLETED) == runs;
    }
  }

  /**
   * Trains what is missing and writes the tables.
   *
   * @param listener told what happens, on this thread
   * @param stop asked several times a second; when true, running runs are saved
   * @throws kleiber.trainer.KleiberException when the plan differs from the folder's
   */
  public Result run(Options options, SweepListener listener, BooleanSupplier stop)
      throws InterruptedException {
    folder.commit(plan, options.extend());
    List<QueuedRun> queue = queue(options.slots().size());
    WorkerLauncher launcher =
        new WorkerLauncher(MAIN_CLASS, List.of("sweep", "worker"), folder.workerLogs());
    Scheduler scheduler = new Scheduler(options.slots(), launcher, options.policy(), listener);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    try {
      scheduler.run(queue, stop).forEach((run, outcome) -> outcomes.put(run.id(), outcome));
    } finally {
      Collector.collect(folder);
    }
    return new Result(outcomes, queue.size());
  }

  private List<QueuedRun> queue(int slots) {
    List<QueuedRun> queue = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      RunDirectory directory = folder.run(run.id());
      directory.create();
      if (!Files.exists(directory.config())) {
        directory.write(directory.config(), run.values().toYaml().getBytes(StandardCharsets.UTF_8));
      }
      double work = run.size() == null ? 0 : run.size().flopsExact();
      int threads = run.config().threads();
      queue.add(new QueuedRun(run.id(), directory, work, threads == 0 ? slots : threads));
    }
    return queue;
  }
}
