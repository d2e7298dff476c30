package kleiber.sweeps.plan;

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
 */
public record PlannedRun(
    String name,
    boolean holdout,
    ConfigValues values,
    TrainConfig config,
    Resolved resolved,
    RunSize size,
    String obstacle) {

  static PlannedRun of(
      String name, boolean holdout, ConfigValues values, RunSize size, String obstacle) {
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    return new PlannedRun(
        name, holdout, values, bound.config(), Resolved.of(bound), size, obstacle);
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
