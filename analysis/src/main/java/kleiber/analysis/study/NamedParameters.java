package kleiber.analysis.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.Law;
import kleiber.analysis.uncertainty.Interval;

/**
 * A law's parameters by the names that papers give them, with the exponents a and b of N* ∝ C^a and
 * D* ∝ C^b where it has a best split of a budget.
 *
 * @param centres of the samples that were fitted
 * @param count of FLOPs in the table
 */
record NamedParameters(Law law, double[] centres, FlopCount count) {
  /** Those of internal parameters {@code p}, such as a bootstrap draw. */
  Map<String, Double> of(double[] p) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    double[] published = law.published(p, centres);
    for (int j = 0; j < published.length; j++) {
      parameters.put(law.parameters().get(j).name(), published[j]);
    }
    if (law.allocates()) {
      double a = Allocation.exponent(law.surface(p, centres), count);
      if (Double.isFinite(a)) {
        parameters.put("a", a);
        parameters.put("b", count.tokensExponent(a));
      }
    }
    return parameters;
  }

  /** Those of every draw, in parallel. */
  List<Map<String, Double>> of(List<double[]> draws) {
    return draws.parallelStream().map(this::of).toList();
  }

  /** The intervals that draws give on the parameters that a fit has. */
  Map<String, Interval> intervals(double[] fit, List<double[]> draws, double level) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    List<Map<String, Double>> named = of(draws);
    for (String name : of(fit).keySet()) {
      double[] values =
          named.stream().mapToDouble(draw -> draw.getOrDefault(name, Double.NaN)).toArray();
      intervals.put(name, Interval.central(values, level));
    }
    return intervals;
  }
}
