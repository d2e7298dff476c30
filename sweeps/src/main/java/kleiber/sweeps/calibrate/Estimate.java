package kleiber.sweeps.calibrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kleiber.lm.config.TrainConfig.CheckpointConfig;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;

/**
 * What a run will take.
 *
 * @param seconds training and evaluation, beside as many runs as there may be
 * @param alone what that takes beside none, as a fraction of it
 * @param memoryBytes peak resident size of a process that trains it, on a GPU of its tensors; 0
 *     where unknown
 * @param diskBytes checkpoints and logs, when they are the most
 * @param precision of its matrix products, null where unknown
 */
public record Estimate(
    double seconds, double alone, long memoryBytes, long diskBytes, String precision) {
  /** What is known of a run whose data cannot be opened. */
  private static final Estimate NOTHING = new Estimate(0, 1, 0, 0, null);

  /** Opening data and backend, writing the last checkpoint. */
  private static final double OVERHEAD_SECONDS = 0.3;

  /** FLOPs per second where nothing was timed: one modern core. */
  private static final double ASSUMED_RATE = 5e10;

  /**
   * Resident size of a process that trains on cores, less its tensors: Java's heap and code,
   * oneDNN. Between 161 and 181 MiB for models of 0.1M to 38M parameters.
   */
  private static final long PROCESS_BYTES = 171L << 20;

  private static final int CHECKPOINT_BYTES_PER_PARAM = 12;
  private static final int LOG_BYTES_PER_STEP = 450;

  /**
   * The estimates of all runs by id, from the costs of their steps.
   *
   * @param onDevice whether tensors have memory of their own
   */
  public static Map<String, Estimate> of(
      List<PlannedRun> runs, Map<String, StepCost> costs, boolean onDevice) {
    long processBytes = onDevice ? 0 : PROCESS_BYTES;
    double bestRate = bestRate(runs, costs);
    Map<String, Estimate> estimates = new HashMap<>();
    for (PlannedRun run : runs) {
      estimates.put(run.id(), of(run, costs.get(run.id()), bestRate, processBytes));
    }
    return estimates;
  }

  private static Estimate of(PlannedRun run, StepCost cost, double bestRate, long processBytes) {
    RunSize size = run.size();
    if (size == null) {
      return NOTHING;
    }
    double part = 1 - (double) run.sharedSteps() / size.steps();
    double seconds =
        cost != null && cost.isTimed()
            ? seconds(run, cost, part)
            : part * size.flopsExact() / bestRate;
    return new Estimate(
        seconds + OVERHEAD_SECONDS,
        cost == null ? 1 : cost.alone(),
        cost == null ? 0 : processBytes + cost.memoryBytes(),
        disk(run),
        cost == null ? null : cost.precision());
  }

  private static double seconds(PlannedRun run, StepCost cost, double part) {
    RunSize size = run.size();
    int micro = run.config().batch().microSequences();
    double sequences = part * size.tokens() / size.layout().tokens();
    long every = run.config().eval().every();
    double between = every == 0 ? 0 : part * (size.steps() - 1) / every;
    return sequences / micro * cost.accumulateSeconds()
        + part * size.steps() * cost.updateSeconds()
        + (calls(run, true) + between * calls(run, false)) * cost.evaluateSeconds();
  }

  /** Calls of the model in one evaluation. */
  private static double calls(PlannedRun run, boolean end) {
    RunSize size = run.size();
    int micro = run.config().batch().microSequences();
    int length = size.layout().tokens();
    long all = size.validationSequences();
    return Math.ceil((double) run.config().eval().sequences(all, micro, length, end) / micro);
  }

  /**
   * A checkpoint is written before the oldest is removed, so there may be one more than is kept.
   */
  private static long disk(PlannedRun run) {
    RunSize size = run.size();
    CheckpointConfig config = run.config().checkpoint();
    double written = config.every() == 0 ? 1 : 1 + (size.steps() - 1) / config.every();
    double checkpoints = Math.min(config.keep() + 1.0, written) + config.at().size();
    double logs = (double) size.steps() / run.config().log().every() * LOG_BYTES_PER_STEP;
    return (long) (checkpoints * CHECKPOINT_BYTES_PER_PARAM * size.params().totalParams() + logs);
  }

  /** FLOPs a second of the fastest timed run: what is assumed of one that was not. */
  private static double bestRate(List<PlannedRun> runs, Map<String, StepCost> costs) {
    double best = 0;
    for (PlannedRun run : runs) {
      StepCost cost = costs.get(run.id());
      if (cost != null && cost.isTimed()) {
        double tokens =
            (double) run.config().batch().microSequences() * run.size().layout().tokens();
        double flops = tokens * run.size().params().flopsPerTokenExact();
        best = Math.max(best, flops / cost.stepSeconds());
      }
    }
    return best > 0 ? best : ASSUMED_RATE;
  }
}
