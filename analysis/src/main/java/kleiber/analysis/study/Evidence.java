package kleiber.analysis.study;

import java.util.List;
import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.isoflop.Budgets;
import kleiber.analysis.isoflop.Optimum;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.Observations;

/**
 * What a fit is made from.
 *
 * @param table runs
 * @param curves learning curves of runs, for the envelope; empty where there are none
 * @param conventions the same runs counted in other ways, to be fitted too
 * @param budgets how runs are put together for approach 2
 * @param optima the best values of a hyperparameter, where these are fitted
 */
public record Evidence(
    Observations table,
    List<Curve> curves,
    Map<Convention, Observations> conventions,
    Budgets budgets,
    List<Optimum> optima) {
  /** Runs alone. */
  public Evidence(Observations table) {
    this(table, List.of(), Map.of(), new Budgets.Crowds(), List.of());
  }

  /** The same with runs put together in another way. */
  public Evidence with(Budgets other) {
    return new Evidence(table, curves, conventions, other, optima);
  }
}
