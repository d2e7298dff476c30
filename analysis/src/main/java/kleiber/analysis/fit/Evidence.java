package kleiber.analysis.fit;

import java.util.List;
import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.Observations;

/**
 * What a fit is made from.
 *
 * @param table runs
 * @param curves learning curves of runs, for the envelope; empty where there are none
 * @param conventions the same runs counted in other ways, to be fitted too
 */
public record Evidence(
    Observations table, List<Curve> curves, Map<Convention, Observations> conventions) {
  /** Runs alone. */
  public Evidence(Observations table) {
    this(table, List.of(), Map.of());
  }
}
