package kleiber.sweeps.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.sweeps.spec.SweepSpec;
import kleiber.sweeps.spec.TunedKey;
import kleiber.sweeps.tune.Dial;
import kleiber.sweeps.tune.Search;
import kleiber.sweeps.tune.Trial;

/** The runs of cells: those that the sweep's folder has, and those that are asked for now. */
final class CellTrials {
  private final RunPlanner planner;
  private final WantedSizes wanted;
  private final KnownRuns known;
  private final List<Long> seeds;
  private final List<Dial> dials;

  CellTrials(SweepSpec spec, RunPlanner planner, WantedSizes wanted, KnownRuns known) {
    this.planner = planner;
    this.wanted = wanted;
    this.known = known;
    this.seeds = spec.seeds();
    this.dials = spec.tuned().stream().map(TunedKey::dial).toList();
  }

  /** The runs of a cell that have some values of the dials, one a seed. */
  List<PlannedRun> runs(CellBase base, List<Double> values) {
    Map<String, String> tuned = new LinkedHashMap<>();
    for (int i = 0; i < dials.size(); i++) {
      tuned.put(dials.get(i).key(), dials.get(i).text(values.get(i)));
    }
    return runs(base, tuned);
  }

  /** The runs of a cell as it is before anything is tuned. */
  List<PlannedRun> untuned(CellBase base) {
    return runs(base, Map.of());
  }

  private List<PlannedRun> runs(CellBase base, Map<String, String> tuned) {
    return seeds.stream()
        .map(seed -> planner.plan(base.row(), tuned, wanted, seed, false))
        .map(run -> run.as(known).inCell(base.name()))
        .toList();
  }

  /** What the folder has of a cell: values under its name that make the same runs. */
  Map<List<Double>, List<PlannedRun>> known(CellBase base) {
    Map<List<Double>, List<PlannedRun>> tried = new LinkedHashMap<>();
    for (Map<String, Object> given : known.cells().getOrDefault(base.name(), List.of())) {
      List<Double> values =
          dials.stream().map(dial -> CellBase.number(given.get(dial.key()))).toList();
      if (!tried.containsKey(values) && values.stream().allMatch(value -> value > 0)) {
        List<PlannedRun> runs = runs(base, values);
        if (runs.stream().anyMatch(run -> known.names().containsKey(run.hash()))) {
          tried.put(values, runs);
        }
      }
    }
    return tried;
  }

  /** The search that rests on what has become of runs. */
  Search search(Map<List<Double>, List<PlannedRun>> tried) {
    return new Search(
        dials,
        tried.entrySet().stream()
            .map(trial -> Trial.of(trial.getKey(), losses(trial.getValue())))
            .toList());
  }

  /** By seed, null for those that have not ended. */
  private List<Double> losses(List<PlannedRun> runs) {
    return runs.stream().map(run -> known.losses().get(run.hash())).toList();
  }
}
