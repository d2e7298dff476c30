package kleiber.analysis.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;
import kleiber.analysis.planner.Allocation;
import kleiber.analysis.uncertainty.Bootstrap;
import kleiber.analysis.uncertainty.Diagnostics;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.analysis.uncertainty.Rollout;

/**
 * A fit with everything that is reported beside it.
 *
 * @param penalty what is minimised
 * @param draws bootstrap refits
 * @param level of intervals
 * @param seed of the bootstrap
 */
public record FitStudy(Penalty penalty, int draws, double level, long seed) {

  /** Fits {@code law} and, for comparison, rolls out the other laws of the same inputs. */
  public FitReport study(Law law, Observations table, boolean compare) {
    table.requireEnough(law);
    List<Run> runs = table.runs();
    Samples samples = Observations.samples(law, runs);
    Fitter fitter = new Fitter(law, penalty);
    Fit fit = fitter.fit(samples);
    List<double[]> refits = Bootstrap.draws(fitter, fit, runs, samples, draws, seed);
    Diagnostics diagnostics = Diagnostics.of(fit, samples);
    FitReport.Internal internal =
        new FitReport.Internal(fit.p(), fit.centres(), refits, diagnostics.residualSd());
    Map<String, Double> parameters = parameters(law, fit.published());
    Map<String, Interval> intervals = intervals(law, internal);
    if (law.inputs().equals(List.of(Input.N, Input.D))) {
      allocation(law, internal, runs, parameters, intervals);
    }
    return new FitReport(
        FitReport.SCHEMA_VERSION,
        law.id(),
        law.formula(),
        law.source(),
        table.source(),
        runs.size(),
        table.excluded(),
        penalty.describe(),
        parameters,
        fit.objective(),
        level,
        intervals,
        diagnostics,
        Diagnostics.warnings(fit, runs, intervals, diagnostics),
        Rollout.of(law, penalty, runs),
        compare ? comparison(law, table) : List.of(),
        holdouts(law, internal, table.holdouts()),
        range(law, runs),
        internal);
  }

  private static Map<String, Double> parameters(Law law, double[] published) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    for (int j = 0; j < published.length; j++) {
      parameters.put(law.parameters().get(j), published[j]);
    }
    return parameters;
  }

  private Map<String, Interval> intervals(Law law, FitReport.Internal internal) {
    double[][] values = new double[law.size()][internal.draws().size()];
    for (int i = 0; i < internal.draws().size(); i++) {
      double[] published = law.published(internal.draws().get(i), internal.centres());
      for (int j = 0; j < published.length; j++) {
        values[j][i] = published[j];
      }
    }
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (int j = 0; j < values.length; j++) {
      intervals.put(law.parameters().get(j), Interval.central(values[j], level));
    }
    return intervals;
  }

  /** Adds a and b of N* ∝ C^a, D* ∝ C^b at the largest compute fitted. */
  private void allocation(
      Law law,
      FitReport.Internal internal,
      List<Run> runs,
      Map<String, Double> parameters,
      Map<String, Interval> intervals) {
    double flops = runs.stream().mapToDouble(Run::c).max().orElseThrow();
    double a = Allocation.exponent(law, internal.p(), internal.centres(), flops);
    double[] draws =
        internal.draws().parallelStream()
            .mapToDouble(p -> Allocation.exponent(law, p, internal.centres(), flops))
            .toArray();
    Interval interval = Interval.central(draws, level);
    parameters.put("a", a);
    parameters.put("b", 1 - a);
    intervals.put("a", interval);
    intervals.put("b", new Interval(1 - interval.high(), 1 - interval.low()));
  }

  private List<Rollout> comparison(Law law, Observations table) {
    List<Rollout> rollouts = new ArrayList<>();
    for (Law other : Law.all()) {
      if (!other.equals(law) && other.inputs().equals(law.inputs())) {
        rollouts.add(Rollout.of(other, penalty, table.runs()));
      }
    }
    return rollouts.stream().filter(Objects::nonNull).toList();
  }

  private List<FitReport.Holdout> holdouts(Law law, FitReport.Internal internal, List<Run> runs) {
    return runs.stream()
        .map(
            run -> {
              Prediction prediction =
                  Prediction.at(law, internal, level, Observations.inputs(law, run));
              return new FitReport.Holdout(
                  run.id(), prediction.loss(), prediction.newRun(), run.loss());
            })
        .toList();
  }

  private static Map<String, Interval> range(Law law, List<Run> runs) {
    Map<String, Interval> range = new LinkedHashMap<>();
    List<Input> inputs = new ArrayList<>(law.inputs());
    if (!inputs.contains(Input.C)) {
      inputs.add(Input.C);
    }
    for (Input input : inputs) {
      range.put(
          input.name(),
          new Interval(
              runs.stream().mapToDouble(run -> run.get(input)).min().orElseThrow(),
              runs.stream().mapToDouble(run -> run.get(input)).max().orElseThrow()));
    }
    return range;
  }
}
