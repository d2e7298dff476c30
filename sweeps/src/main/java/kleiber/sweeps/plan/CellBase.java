package kleiber.sweeps.plan;

import kleiber.sweeps.spec.Row;
import kleiber.sweeps.tune.CellPlace;

/**
 * A row of a tuned design before anything is tuned.
 *
 * @param row what is asked for
 * @param name of its cell
 * @param run the row with what rules and training configuration say of tuned keys, with one seed
 */
record CellBase(Row row, String name, PlannedRun run) {
  /** Where its cell lies; only of a run whose data can be opened. */
  CellPlace place() {
    return CellPlace.of(run.size().params().totalParams(), run.size().tokens());
  }

  /** A number of the configuration; NaN where a key holds none. */
  double value(String key) {
    return number(run.identity().values().get(key));
  }

  static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
