package kleiber.app.sweep;

import java.util.List;
import java.util.Locale;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.Tuning;
import kleiber.sweeps.tune.Dial;

/**
 * What a tuned sweep will be, as far as that can be told before it has ended.
 *
 * @param keys what is tuned
 * @param cells where
 * @param leastRuns if every cell is bracketed by the first that it tries, held-out runs included
 * @param mostRuns before the last cell is given up
 * @param leastFlops of the least
 */
record TuningReport(List<String> keys, int cells, int leastRuns, int mostRuns, double leastFlops) {
  static TuningReport of(Plan plan, Tuning tuning) {
    List<PlannedRun> least = plan.atLeast().runs();
    int others = (int) plan.runs().stream().filter(run -> run.cell() == null).count();
    return new TuningReport(
        tuning.dials().stream().map(Dial::key).toList(),
        tuning.cells().size(),
        least.size(),
        tuning.mostRuns() + others,
        least.stream().filter(run -> run.size() != null).mapToDouble(PlannedRun::flopsSpent).sum());
  }

  String toText(int known) {
    return String.format(
        Locale.ROOT,
        "%d cells are tuned in %s: %d to %d runs, %.3g FLOPs at least. The %d above are known"
            + " now, the others follow from their results; time and disk are the least%n",
        cells,
        String.join(" and ", keys),
        leastRuns,
        mostRuns,
        leastFlops,
        known);
  }
}
