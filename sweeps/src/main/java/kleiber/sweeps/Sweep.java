package kleiber.sweeps;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;
import kleiber.lm.data.DatasetCache;
import kleiber.record.Outcome;
import kleiber.sweeps.calibrate.Estimate;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.collect.Collector;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.DiskSpace;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedData;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.sweeps.spec.SweepFile;

/**
 * A sweep that is ready to run: what a program uses that trains many models. Running it again
 * trains what is missing and nothing else.
 *
 * @param file what was asked for
 * @param plan the runs
 * @param forecast what they will take on this machine
 * @param folder where they live
 */
public record Sweep(SweepFile file, Plan plan, Forecast forecast, SweepFolder folder) {
  /**
   * Plans a sweep, preparing its data and timing its steps where that has not been done yet.
   *
   * @param notes told what is being prepared
   */
  public static Sweep prepare(
      SweepFile file, SweepFolder folder, Machine machine, Consumer<String> notes)
      throws InterruptedException {
    DatasetCache cache = new DatasetCache(DatasetCache.defaultFolder(), notes);
    return prepare(file, new PlannedData(cache), folder, machine, notes);
  }

  /**
   * The same where several are planned on the same data.
   *
   * @param data what is known of them from the others
   */
  public static Sweep prepare(
      SweepFile file, PlannedData data, SweepFolder folder, Machine machine, Consumer<String> notes)
      throws InterruptedException {
    Plan plan = Plan.of(file, data, folder.known());
    return new Sweep(file, plan, Forecast.of(plan.atLeast(), machine, notes), folder);
  }

  /** The same sweep, with the runs that follow from the results that there are now. */
  public Sweep again(Consumer<String> notes) throws InterruptedException {
    return prepare(file, folder, forecast.machine(), notes);
  }

  /**
   * What to do about failures and changes.
   *
   * @param attempts how often a run may be tried whose worker died or whose machine failed it
   * @param retryFailed whether runs that failed in an earlier sweep are tried again
   * @param failFast whether the first failure ends the sweep
   * @param extend whether the plan may differ from the one the folder was started with
   */
  public record Options(int attempts, boolean retryFailed, boolean failFast, boolean extend) {
    /** Attempts where nobody asks for another number. */
    public static final int ATTEMPTS = 3;

    /** The usual attempts, keep going, leave alone what failed before. */
    public static final Options STANDARD = new Options(ATTEMPTS, false, false, false);

    Options withoutRetries() {
      return new Options(attempts, false, failFast, extend);
    }
  }

  /**
   * What has become of the planned runs.
   *
   * @param outcomes by run id, without those that have not ended
   * @param runs all that were planned
   * @param tuning the ids of those that tune a cell: that one diverged is an answer, no failure
   * @param saved whether any of them has written a checkpoint now
   */
  public record Result(Map<String, Outcome> outcomes, int runs, Set<String> tuning, boolean saved) {
    /** Runs of an outcome. */
    public int count(Outcome outcome) {
      return (int) outcomes.values().stream().filter(o -> o == outcome).count();
    }

    /** Whether every run has completed, or told that its values are no good. */
    public boolean isComplete() {
      return count(Outcome.COMPLETED) + answers() == runs;
    }

    /** Runs that diverged and may. */
    public int answers() {
      return (int)
          outcomes.entrySet().stream()
              .filter(run -> run.getValue() == Outcome.DIVERGED && tuning.contains(run.getKey()))
              .count();
    }

    /** What nobody can read again is not completed; where it has failed, that was said. */
    Result without(Map<String, String> unreadable, SweepListener listener) {
      Map<String, Outcome> readable = new LinkedHashMap<>(outcomes);
      unreadable.forEach(
          (run, fault) -> {
            if (readable.remove(run) != Outcome.FAILED) {
              listener.unreadable(run, fault);
            }
          });
      return new Result(readable, runs, tuning, saved);
    }

    Result orSaved(boolean before) {
      return new Result(outcomes, runs, tuning, saved || before);
    }
  }

  /**
   * Trains what is missing and writes the tables.
   *
   * @param workers starts those who train, given the folder of their logs
   * @param listener told what happens, on this thread
   * @param stop asked several times a second; when true, running runs are saved
   * @throws KleiberException when the plan differs from the folder's, or the disk is too small
   */
  public Result run(
      Function<Path, Launcher> workers,
      Options options,
      SweepListener listener,
      BooleanSupplier stop)
      throws InterruptedException {
    commit(options.extend());
    Set<String> tuning =
        plan.runs().stream()
            .filter(run -> run.cell() != null)
            .map(PlannedRun::id)
            .collect(Collectors.toSet());
    Training training = new Training(folder, forecast.machine(), queue(), tuning, false);
    Map<String, String> unreadable;
    Result result;
    try {
      result = training.run(workers, options, listener, stop);
    } finally {
      unreadable = Collector.collect(folder);
    }
    return result.without(unreadable, listener);
  }

  /**
   * Writes the plan and the configurations of its runs into the folder, from where any host can
   * train them.
   *
   * @param extend whether the plan may differ from the one the folder was started with
   * @throws KleiberException when the plan differs from the folder's, or the disk is too small
   */
  public void commit(boolean extend) throws InterruptedException {
    disk()
        .shortage()
        .ifPresent(
            shortage -> {
              throw KleiberException.usage(
                  shortage + "; free space, choose another --out, or keep fewer checkpoints");
            });
    folder.commit(plan, file.yaml(), forecast, extend);
  }

  /** What the runs that have not ended will write, and where. */
  public DiskSpace disk() {
    return DiskSpace.of(plan.atLeast(), forecast, folder);
  }

  /** The runs as the scheduler and its listeners see them. */
  public List<QueuedRun> queue() {
    List<QueuedRun> queue = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      Estimate estimate = forecast.of(run);
      queue.add(
          new QueuedRun(
              run.id(),
              folder.run(run.id()),
              estimate.seconds(),
              estimate.alone(),
              forecast.slots(run),
              estimate.memoryBytes(),
              forecast.obstacle(run),
              run.identity().basis(),
              trunk(run)));
    }
    return queue;
  }

  private QueuedRun.Trunk trunk(PlannedRun run) {
    PlannedRun.Trunk trunk = run.trunk();
    return trunk == null
        ? null
        : new QueuedRun.Trunk(trunk.id(), folder.run(trunk.id()), trunk.step());
  }
}
