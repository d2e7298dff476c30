package kleiber.sweeps;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import kleiber.record.Outcome;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.Policy;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.Scheduler;
import kleiber.sweeps.schedule.SweepListener;

/**
 * The training of runs whose configurations are in the folder.
 *
 * @param folder the sweep's
 * @param machine what they may use
 * @param queue the runs
 * @param tuning the ids of those that tune a cell
 * @param leaves whether it ends when others train all that is left
 */
record Training(
    SweepFolder folder,
    Machine machine,
    List<QueuedRun> queue,
    Set<String> tuning,
    boolean leaves) {
  /** Trains what is missing; the arguments are those of {@link Sweep#run}. */
  Sweep.Result run(
      Function<Path, Launcher> workers,
      Sweep.Options options,
      SweepListener listener,
      BooleanSupplier stop)
      throws InterruptedException {
    Policy policy =
        new Policy(
            options.attempts(),
            options.retryFailed(),
            options.failFast(),
            !tuning.isEmpty(),
            leaves);
    Scheduler scheduler =
        new Scheduler(machine, workers.apply(folder.workerLogs()), policy, listener);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    scheduler.run(queue, stop).forEach((run, outcome) -> outcomes.put(run.id(), outcome));
    return new Sweep.Result(outcomes, queue.size(), tuning, scheduler.hasSaved());
  }
}
