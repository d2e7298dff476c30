package kleiber.sweeps.plan;

import java.util.List;
import java.util.Map;
import kleiber.record.Basis;

/**
 * Runs that a sweep's folder has already, so that they keep their names, and what they are even
 * where their data cannot be opened any more; and what came of those that tune a cell.
 *
 * @param names by identity
 * @param bases by the hash of the configuration
 * @param cells of tuned runs, by the name of their cell: the values of all keys
 * @param losses of tuned runs that have ended, by identity, in nats: infinite where one diverged,
 *     NaN where it failed
 */
public record KnownRuns(
    Map<String, String> names,
    Map<String, Basis> bases,
    Map<String, List<Map<String, Object>>> cells,
    Map<String, Double> losses) {
  /** None. */
  public static final KnownRuns NONE = new KnownRuns(Map.of(), Map.of(), Map.of(), Map.of());
}
