package kleiber.sweeps.plan;

import java.util.List;
import java.util.Map;
import kleiber.trainer.config.ConfigBinder;
import kleiber.trainer.config.ConfigValues;
import kleiber.trainer.config.Resolved;
import kleiber.trainer.config.TrainConfig;

/**
 * One run of a plan: its complete configuration and what it is for.
 *
 * @param name readable, not unique
 * @param holdout whether it checks predictions and stays out of fits
 * @param values the training values as given
 * @param config all of them, defaults included
 * @param resolved the same as plain values, with the run's identity
 * @param size null where the data cannot be opened
 * @param obstacle why the data cannot be opened, else null
 * @param trunk the run whose first steps it shares, null where it takes all steps itself
 */
public record PlannedRun(
    String name,
    boolean holdout,
    ConfigValues values,
    TrainConfig config,
    Resolved resolved,
    RunSize size,
    String obstacle,
    Trunk trunk) {

  /**
   * Where a run branches off.
   *
   * @param id the longer run's
   * @param hash the longer run's identity
   * @param step the steps that both share
   */
  public record Trunk(String id, String hash, long step) {}

  static PlannedRun of(
      String name, boolean holdout, ConfigValues values, RunSize size, String obstacle) {
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    return new PlannedRun(
        name, holdout, values, bound.config(), Resolved.of(bound), size, obstacle, null);
  }

  /** The same run under the name that its identity has in {@code names}, if it has one. */
  PlannedRun named(Map<String, String> names) {
    String known = names.getOrDefault(hash(), name);
    return new PlannedRun(known, holdout, values, config, resolved, size, obstacle, trunk);
  }

  PlannedRun branchingOff(PlannedRun longer, long step) {
    Trunk off = new Trunk(longer.id(), longer.hash(), step);
    return new PlannedRun(name, holdout, values, config, resolved, size, obstacle, off);
  }

  /** The same run with a checkpoint after each of {@code steps}, which does not change it. */
  PlannedRun withCheckpointsAt(List<Long> steps) {
    ConfigValues more = values.copy().put("checkpoint.at", steps, "sweep");
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(more, TrainConfig.class);
    return new PlannedRun(
        name, holdout, more, bound.config(), Resolved.of(bound), size, obstacle, trunk);
  }

  /** FLOPs of its own steps, by the exact count. */
  public double flopsSpent() {
    return size.flopsExact() * (size.steps() - sharedSteps()) / size.steps();
  }

  /** Steps that another run takes for it. */
  public long sharedSteps() {
    return trunk == null ? 0 : trunk.step();
  }

  /** The identity: the hash of everything that decides the run's outcome. */
  public String hash() {
    return resolved.hash();
  }

  /** The name of its folder. */
  public String id() {
    return name + "-" + resolved.hash12();
  }
}
