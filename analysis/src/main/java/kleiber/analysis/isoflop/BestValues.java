package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;

/**
 * The best value of a hyperparameter at each size and number of tokens, for a power law of learning
 * rate or batch: the vertex of a parabola through loss against its logarithm.
 */
public final class BestValues {
  private static final int LEAST_VALUES = 3;

  private BestValues() {}

  /**
   * A table with a run for each size and number of tokens, whose fitted quantity is the best value;
   * where there is none, the group is left out with the reason.
   *
   * @param table runs that have {@link Input#H}
   */
  public static Observations of(Observations table) {
    Map<String, List<Run>> groups = new LinkedHashMap<>();
    for (Run run : table.runs()) {
      String group = "N " + run.n() + ", D " + run.d();
      groups.computeIfAbsent(group, k -> new ArrayList<>()).add(run);
    }
    List<Run> best = new ArrayList<>();
    Map<String, String> excluded = new LinkedHashMap<>(table.excluded());
    groups.forEach(
        (group, runs) -> {
          if (runs.stream().map(run -> run.get(Input.H)).distinct().count() < LEAST_VALUES) {
            excluded.put(group, "fewer than " + LEAST_VALUES + " values of the hyperparameter");
            return;
          }
          Valley valley =
              Valley.of(
                  runs.stream().mapToDouble(run -> run.get(Input.H)).toArray(),
                  runs.stream().mapToDouble(Run::loss).toArray());
          if (valley.fault() != null) {
            excluded.put(group, valley.fault());
          } else {
            best.add(new Run(group, runs.get(0).inputs(), valley.parabola(), group, false));
          }
        });
    return new Observations(
        best,
        List.of(),
        excluded,
        table.source(),
        table.target(),
        table.rows(),
        table.notes(),
        table.warnings());
  }
}
