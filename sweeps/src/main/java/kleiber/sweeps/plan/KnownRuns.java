package kleiber.sweeps.plan;

import java.util.Map;
import kleiber.trainer.config.Basis;

/**
 * Runs that a sweep's folder has already, so that they keep their names, and what they are even
 * where their data cannot be opened any more.
 *
 * @param names by identity
 * @param bases by the hash of the configuration
 */
public record KnownRuns(Map<String, String> names, Map<String, Basis> bases) {
  /** None. */
  public static final KnownRuns NONE = new KnownRuns(Map.of(), Map.of());
}
