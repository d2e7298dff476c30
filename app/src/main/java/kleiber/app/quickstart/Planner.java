package kleiber.app.quickstart;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.data.DatasetCache;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.plan.PlannedData;

/**
 * Plans sweeps that a quickstart could be, all on the same text and machine.
 *
 * @param experiment what is to be trained
 * @param machine where
 * @param data the text, which is read once for all plans
 * @param notes told what is being prepared and timed
 */
record Planner(Experiment experiment, Machine machine, PlannedData data, Consumer<String> notes) {
  static Planner of(Experiment experiment, Machine machine, Consumer<String> notes) {
    PlannedData data = new PlannedData(new DatasetCache(DatasetCache.defaultFolder(), notes));
    return new Planner(experiment, machine, data, notes);
  }

  /** The sweep of a spec with these rows held out. */
  Sweep sweep(ConfigValues spec, List<Map<String, Object>> holdout) throws InterruptedException {
    return Sweep.prepare(experiment.file(spec, holdout), data, experiment.folder(), machine, notes);
  }
}
