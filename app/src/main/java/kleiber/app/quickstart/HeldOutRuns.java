package kleiber.app.quickstart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.ConfigValues;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.plan.PlannedRun;

/**
 * The held-out runs with the threads that bring all of them to an end soonest: each may take the
 * whole machine, one after another, or a thread beside the others.
 *
 * @param rows of the spec, the cheapest first
 * @param runs as planned, in the same order
 * @param seconds that they take together, when nothing else trains
 */
record HeldOutRuns(List<Map<String, Object>> rows, List<PlannedRun> runs, double seconds) {
  private static final int ALL = 0;

  /**
   * Chooses by the forecast, timing what has not been timed.
   *
   * @param spec the sweep without them
   */
  static HeldOutRuns of(Planner planner, ConfigValues spec, List<HeldOutModel> models)
      throws InterruptedException {
    List<HeldOutModel> cheapestFirst =
        models.stream().sorted(Comparator.comparingDouble(HeldOutModel::flops)).toList();
    int most = mostBeside(cheapestFirst.size(), planner.machine());
    List<Map<String, Object>> rows = new ArrayList<>();
    cheapestFirst.forEach(model -> rows.add(model.row(ALL)));
    cheapestFirst.stream().limit(most).forEach(model -> rows.add(model.row(1)));
    Sweep sweep = planner.sweep(spec, rows);
    List<PlannedRun> runs = sweep.plan().runs().stream().filter(PlannedRun::holdout).toList();
    HeldOutRuns best = null;
    for (int beside = 0; beside <= most; beside++) {
      HeldOutRuns choice = choice(sweep, rows, runs, cheapestFirst.size(), beside);
      if (best == null || choice.seconds < best.seconds) {
        best = choice;
      }
    }
    return best;
  }

  /** How many may train beside others: none alone, and none where places are GPUs. */
  private static int mostBeside(int models, Machine machine) {
    return models > 1 && !machine.hasDevices() && machine.slots().size() > 1 ? models : 0;
  }

  /** The {@code beside} cheapest with a thread each, the others with all. */
  private static HeldOutRuns choice(
      Sweep sweep, List<Map<String, Object>> rows, List<PlannedRun> runs, int models, int beside) {
    List<Map<String, Object>> chosenRows = new ArrayList<>();
    List<PlannedRun> chosen = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      int at = i < beside ? models + i : i;
      chosenRows.add(rows.get(at));
      chosen.add(runs.get(at));
    }
    return new HeldOutRuns(chosenRows, chosen, sweep.forecast().totalSeconds(chosen));
  }

  /** Whether any of them trains beside another. */
  boolean areSideBySide() {
    return rows.stream().anyMatch(row -> !row.get("threads").equals("" + ALL));
  }
}
