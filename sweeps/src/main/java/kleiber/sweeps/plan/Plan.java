package kleiber.sweeps.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepFile;
import kleiber.trainer.KleiberException;
import kleiber.trainer.data.DatasetCache;

/**
 * All runs of a sweep, each identity once.
 *
 * @param name the sweep's
 * @param runs in the order of the design, held-out runs last
 */
public record Plan(String name, List<PlannedRun> runs) {
  /**
   * Plans a sweep, preparing its data if need be.
   *
   * @param names by identity, of runs that have one already
   * @throws KleiberException naming the run whose configuration is at fault
   */
  public static Plan of(SweepFile file, DatasetCache cache, Map<String, String> names) {
    RunPlanner planner = new RunPlanner(file, cache);
    Map<String, PlannedRun> runs = new LinkedHashMap<>();
    List<Row> holdout = file.spec().holdout().stream().map(Row::new).toList();
    for (Row row : file.spec().design().expand()) {
      for (long seed : file.spec().seeds()) {
        PlannedRun run = planner.plan(row, seed, false).named(names);
        runs.putIfAbsent(run.hash(), run);
      }
    }
    for (Row row : holdout) {
      for (long seed : file.spec().seeds()) {
        PlannedRun run = planner.plan(row, seed, true).named(names);
        runs.remove(run.hash());
        runs.put(run.hash(), run);
      }
    }
    if (runs.isEmpty()) {
      throw KleiberException.usage(
          file.path() + " asks for no run at all; give the design sizes, rows or axes, and a seed");
    }
    List<PlannedRun> all = List.copyOf(runs.values());
    return new Plan(file.spec().name(), file.spec().branch() ? Branches.find(all) : all);
  }
}
