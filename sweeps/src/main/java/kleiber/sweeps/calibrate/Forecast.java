package kleiber.sweeps.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kleiber.core.output.SharedFolder;
import kleiber.lm.data.DatasetCache;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.schedule.Makespan;

/**
 * What a sweep will take on a machine.
 *
 * @param machine what it may use
 * @param estimates by run id
 */
public record Forecast(Machine machine, Map<String, Estimate> estimates) {
  /** Times what has not been timed on this machine yet. */
  public static Forecast of(Plan plan, Machine machine, Consumer<String> progress)
      throws InterruptedException {
    Calibration open =
        new Calibration(new SharedFolder(DatasetCache.defaultFolder()), machine, progress);
    Machine settled =
        machine.isOpen() ? new RunsAtOnce(open, machine).settled(plan.runs()) : machine;
    Calibration calibration = new Calibration(open.cache(), settled, progress);
    Map<String, StepCost> costs = calibration.costs(plan.runs());
    return new Forecast(settled, Estimate.of(plan.runs(), costs, settled.hasDevices()));
  }

  /** The estimate of a run. */
  public Estimate of(PlannedRun run) {
    return estimates.get(run.id());
  }

  /** Slots that a run takes. */
  public int slots(PlannedRun run) {
    return machine.slots(run.config().threads());
  }

  /** Whether a run needs more memory than it may take. */
  public boolean isTooLarge(PlannedRun run) {
    return of(run).memoryBytes() > machine.runMemoryBytes();
  }

  /** Why a run cannot be trained on the machine, null where nothing speaks against it. */
  public String obstacle(PlannedRun run) {
    return machine.obstacle(of(run).memoryBytes());
  }

  /** The precisions that runs compute in, as far as known. */
  public SortedSet<String> precisions() {
    return estimates.values().stream()
        .map(Estimate::precision)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Seconds from the start of the sweep to its end. */
  public double totalSeconds(Plan plan) {
    return totalSeconds(plan.runs());
  }

  /** The same for some of its runs, when nothing else trains. */
  public double totalSeconds(List<PlannedRun> runs) {
    List<Makespan.Job> jobs = new ArrayList<>();
    for (PlannedRun run : runs) {
      if (!isTooLarge(run)) {
        Estimate estimate = of(run);
        jobs.add(
            new Makespan.Job(
                estimate.seconds(), estimate.alone(), slots(run), estimate.memoryBytes()));
      }
    }
    return Makespan.of(machine, jobs, List.of());
  }
}
