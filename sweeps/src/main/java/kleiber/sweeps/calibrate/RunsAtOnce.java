package kleiber.sweeps.calibrate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.plan.PlannedRun;

/**
 * How many runs at once are best on each GPU: the fewest that come within a tenth of the most steps
 * a second that all together do, measured with the run whose steps are of middling cost.
 *
 * @param calibration measures and keeps the results
 * @param machine the number of whose runs is open
 */
record RunsAtOnce(Calibration calibration, Machine machine) {
  private static final int[] TRIED = {1, 4, 8, 16};
  private static final double NEAR_BEST = 0.9;

  /** The machine with that number. */
  Machine settled(List<PlannedRun> runs) throws InterruptedException {
    List<PlannedRun> known = runs.stream().filter(run -> run.size() != null).toList();
    if (known.isEmpty()) {
      return machine.withSlotsPerPlace(1);
    }
    PlannedRun middle =
        known.stream()
            .sorted(Comparator.comparingDouble(RunsAtOnce::stepFlops).thenComparing(PlannedRun::id))
            .toList()
            .get(known.size() / 2);
    StepCost alone = cost(middle, 1);
    if (alone == null || !alone.isTimed()) {
      return machine.withSlotsPerPlace(1);
    }
    int most = most(known.size(), alone.memoryBytes());
    Map<Integer, Double> rates = new TreeMap<>();
    rates.put(1, 1 / alone.stepSeconds());
    for (int at : IntStream.of(TRIED).map(count -> Math.min(count, most)).toArray()) {
      StepCost cost = rates.containsKey(at) ? null : cost(middle, at);
      if (cost != null) {
        rates.put(at, at / cost.stepSeconds());
      }
    }
    calibration.progress().accept(say(rates));
    return machine.withSlotsPerPlace(choose(rates));
  }

  private static String say(Map<Integer, Double> rates) {
    String measured =
        rates.entrySet().stream()
            .map(rate -> String.format(Locale.ROOT, "%d: %,.0f", rate.getKey(), rate.getValue()))
            .collect(Collectors.joining(", "));
    return "runs at once on each GPU: " + choose(rates) + " (steps/s in all by " + measured + ")";
  }

  /** No more than there are runs, cores to drive them, and memory. */
  private int most(int runs, long memoryBytes) {
    int gpus = machine.places().size();
    int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / gpus);
    long fitting = Math.max(1, machine.runMemoryBytes() / Math.max(1, memoryBytes));
    return (int) Math.min(fitting, Math.min(cores, (runs + gpus - 1) / gpus));
  }

  private StepCost cost(PlannedRun run, int runsAtOnce) throws InterruptedException {
    return new Calibration(
            calibration.cache(), machine.withSlotsPerPlace(runsAtOnce), calibration.progress())
        .costs(List.of(run))
        .get(run.id());
  }

  private static double stepFlops(PlannedRun run) {
    return run.size().flopsExact() / run.size().steps();
  }

  /**
   * The fewest runs that are nearly as fast as any number.
   *
   * @param rates steps a second of all runs together, by their number
   */
  static int choose(Map<Integer, Double> rates) {
    double best = rates.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return rates.entrySet().stream()
        .filter(entry -> entry.getValue() >= NEAR_BEST * best)
        .mapToInt(Map.Entry::getKey)
        .min()
        .orElseThrow();
  }
}
