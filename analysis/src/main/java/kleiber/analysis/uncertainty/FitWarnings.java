package kleiber.analysis.uncertainty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.LawParameter;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.table.Run;
import org.hipparchus.stat.correlation.PearsonsCorrelation;

/** What is wrong with a fit or with the runs under it, in words, each with its name first. */
public final class FitWarnings {
  /**
   * With fewer runs per parameter than these, resampling them shows too little of what could be.
   */
  private static final int FEW = 3;

  private FitWarnings() {}

  /** What a reader must know before using the numbers, in words. */
  public static List<String> of(
      Fit fit, List<Run> runs, Map<String, Interval> intervals, Diagnostics diagnostics) {
    List<String> warnings = new ArrayList<>();
    if (!fit.converged()) {
      warnings.add("not converged: the objective could still fall; do not use these parameters");
    }
    if (fit.agreeing() < 0.2) {
      warnings.add("several optima: most starts ended elsewhere; the surface is hard to fit");
    }
    if (runs.size() < FEW * fit.law().size()) {
      warnings.add(
          "few runs: "
              + runs.size()
              + " runs for "
              + fit.law().size()
              + " parameters; intervals from so few are too narrow");
    }
    diagnostics
        .identifiability()
        .flat()
        .forEach(direction -> warnings.add("flat direction: " + direction));
    Law law = fit.law();
    if (law.inputs().equals(List.of(Input.N, Input.D))) {
      design(runs, warnings);
    } else if (law.inputs().equals(List.of(Input.N))) {
      unknown(Input.D, law, runs, warnings);
    } else if (law.inputs().equals(List.of(Input.D))) {
      unknown(Input.N, law, runs, warnings);
    }
    double smallest = runs.stream().mapToDouble(Run::loss).min().orElse(Double.NaN);
    double[] published = fit.published();
    for (int j = 0; j < published.length; j++) {
      LawParameter parameter = law.parameters().get(j);
      String name = parameter.name();
      Interval interval = intervals.get(name);
      if (parameter.isFloor()
          && (published[j] < 0.01 * smallest || interval.low() < 0.01 * smallest)) {
        warnings.add(
            "bound: the floor " + name + " is not determined; these runs do not bend towards one");
      }
      boolean ofOrderOne = parameter.isExponent() || parameter.role() == LawParameter.Role.SHAPE;
      if (parameter.isExponent() && published[j] <= 0) {
        warnings.add(name + " is not positive: loss does not fall with that input in these runs");
      } else if (ofOrderOne
          && fit.law().ofLoss()
          && interval.high() - interval.low() > Math.abs(published[j])) {
        warnings.add(
            "not identified: %s = %s, yet anything from %s to %s agrees with the runs"
                .formatted(name, say(published[j]), say(interval.low()), say(interval.high())));
      }
    }
    double[] loose = diagnostics.sensitivity().get(Diagnostics.LOOSE);
    for (int j = 0; j < published.length; j++) {
      String name = law.parameters().get(j).name();
      if (law.parameters().get(j).isExponent() && !intervals.get(name).contains(loose[j])) {
        warnings.add(
            "outliers matter: %s is %s, but %s with delta 0.1, outside its interval"
                .formatted(name, say(published[j]), say(loose[j])));
      }
    }
    return warnings;
  }

  private static String say(double value) {
    return NumberStyle.SIGNIFICANT.text(value);
  }

  /** A law of size alone, through runs of other tokens each, is a law of that mixture only. */
  private static void unknown(Input input, Law law, List<Run> runs, List<String> warnings) {
    double low = runs.stream().mapToDouble(run -> run.get(input)).min().orElse(1);
    double high = runs.stream().mapToDouble(run -> run.get(input)).max().orElse(1);
    if (high > 1.05 * low) {
      warnings.add(
          "unknown input: %s differ by %s times among these runs, and law %s does not know them"
              .formatted(input.meaning(), say(high / low), law.id()));
    }
  }

  private static void design(List<Run> runs, List<String> warnings) {
    double low = runs.stream().mapToDouble(Run::c).min().orElse(1);
    double high = runs.stream().mapToDouble(Run::c).max().orElse(1);
    if (high / low < 1.5) {
      warnings.add(
          "one budget: compute varies by less than 1.5 times, so N and D move against each other"
              + " and extrapolation to other budgets rests on the formula alone");
    }
    double[] n = runs.stream().mapToDouble(run -> Math.log(run.n())).toArray();
    double[] d = runs.stream().mapToDouble(run -> Math.log(run.d())).toArray();
    if (n.length > 1 && Math.abs(new PearsonsCorrelation().correlation(n, d)) > 0.98) {
      warnings.add(
          "collinear: D is nearly a power of N in these runs, so the parts of N and D cannot be"
              + " told apart; vary tokens at fixed size");
    }
  }
}
