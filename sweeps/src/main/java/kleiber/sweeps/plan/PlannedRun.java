package kleiber.sweeps.plan;

import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.core.schema.Resolved;
import kleiber.lm.config.Identity;
import kleiber.lm.config.TrainConfig;
import kleiber.record.Basis;

/**
 * One run of a plan: its complete configuration and what it is for.
 *
 * @param name readable, not unique
 * @param holdout whether it checks predictions and stays out of fits
 * @param values the training values as given
 * @param config all of them, defaults included
 * @param identity what the run is
 * @param size null where the data cannot be opened
 * @param obstacle why the data or the backend cannot be opened, else null
 * @param trunk the run whose first steps it shares, null where it takes all steps itself
 * @param cell the name of the cell that it tunes, null where nothing is tuned
 */
public record PlannedRun(
    String name,
    boolean holdout,
    ConfigValues values,
    TrainConfig config,
    Identity identity,
    RunSize size,
    String obstacle,
    Trunk trunk,
    String cell) {

  /**
   * Where a run branches off.
   *
   * @param id the longer run's
   * @param hash the longer run's identity
   * @param step the steps that both share
   */
  public record Trunk(String id, String hash, long step) {}

  /**
   * @param basis null where there is an obstacle
   */
  static PlannedRun of(
      String name,
      boolean holdout,
      ConfigBinder.Bound<TrainConfig> bound,
      Basis basis,
      RunSize size,
      String obstacle) {
    Identity identity = new Identity(Resolved.of(bound), basis);
    return new PlannedRun(
        name, holdout, bound.given(), bound.config(), identity, size, obstacle, null, null);
  }

  /** The same run as it is known: under its name, and as what it was when it could be opened. */
  PlannedRun as(KnownRuns known) {
    Basis basis = identity.basis();
    Identity whole =
        basis != null
            ? identity
            : new Identity(
                identity.configuration(), known.bases().get(identity.configuration().hash()));
    String given = known.names().getOrDefault(whole.hash(), name);
    return new PlannedRun(given, holdout, values, config, whole, size, obstacle, trunk, cell);
  }

  PlannedRun inCell(String tuned) {
    return new PlannedRun(name, holdout, values, config, identity, size, obstacle, trunk, tuned);
  }

  PlannedRun branchingOff(PlannedRun longer, long step) {
    Trunk off = new Trunk(longer.id(), longer.hash(), step);
    return new PlannedRun(name, holdout, values, config, identity, size, obstacle, off, cell);
  }

  /** The same run with a checkpoint after each of {@code steps}, which does not change it. */
  PlannedRun withCheckpointsAt(List<Long> steps) {
    ConfigValues more = values.copy().apply("sweep", Edit.of("checkpoint.at", steps));
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(more, TrainConfig.class);
    Identity same = new Identity(Resolved.of(bound), identity.basis());
    return new PlannedRun(
        name, holdout, bound.given(), bound.config(), same, size, obstacle, trunk, cell);
  }

  /** FLOPs of its own steps, by the exact count. */
  public double flopsSpent() {
    return size.flopsExact() * (size.steps() - sharedSteps()) / size.steps();
  }

  /** Steps that another run takes for it. */
  public long sharedSteps() {
    return trunk == null ? 0 : trunk.step();
  }

  /** The hash of everything that decides the run's outcome. */
  public String hash() {
    return identity.hash();
  }

  /** The name of its folder. */
  public String id() {
    return name + "-" + identity.hash12();
  }
}
