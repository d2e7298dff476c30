package kleiber.analysis.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.curves.Envelope;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.FlopCount;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;
import kleiber.analysis.planner.Allocation;
import kleiber.analysis.uncertainty.Bootstrap;
import kleiber.analysis.uncertainty.Diagnostics;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.analysis.uncertainty.Warnings;

/**
 * A fit with everything that is reported beside it.
 *
 * @param penalty what is minimised
 * @param draws bootstrap refits
 * @param level of intervals
 * @param seed of the bootstrap
 * @param pool whether predictions count the say of all laws of the same inputs
 */
public record FitStudy(Penalty penalty, int draws, double level, long seed, boolean pool) {

  /**
   * Fits {@code law}.
   *
   * @param compare also roll out the other laws of the same inputs
   * @throws kleiber.trainer.KleiberException when the runs are too few for the law
   */
  public FitReport study(Law law, Evidence evidence, boolean compare) {
    Observations table = evidence.table();
    table.requireEnough(law);
    List<Run> runs = table.runs();
    Samples samples = Observations.samples(law, runs);
    Fitter fitter = new Fitter(law, penalty);
    Fit fit = fitter.fit(samples);
    InternalFit internal = internal(fitter, fit, runs, samples);
    List<FitReport.Pooled> pooled = pool ? pooled(law, runs) : List.of();
    Diagnostics diagnostics = Diagnostics.of(fit, samples, penalty);
    Map<String, Interval> intervals = intervals(fit, internal, runs);
    IsoFlop isoflop = law.allocates() ? IsoFlop.of(runs, fit) : null;
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(Warnings.of(fit, runs, intervals, diagnostics));
    if (law.allocates()) {
      optima(fit, internal).ifPresent(warnings::add);
    }
    if (isoflop != null) {
      warnings.addAll(isoflop.warnings());
    }
    Envelope envelope = Envelope.of(Curve.of(runs, evidence.curves()));
    if (envelope != null) {
      warnings.addAll(envelope.warnings());
    }
    return new FitReport(
        FitReport.SCHEMA_VERSION,
        LawFacts.of(law),
        FittedRuns.of(table),
        new Estimate(
            penalty.describe(),
            parameters(fit, runs),
            fit.objective(),
            fit.objective() / runs.size()),
        new Confidence(level, intervals, diagnostics, warnings),
        new Checks(
            Rollout.of(law, penalty, runs),
            compare ? comparison(law, table) : List.of(),
            isoflop,
            envelope,
            conventions(law, evidence.conventions()),
            holdouts(law, internal, pooled, table.holdouts())),
        range(law, runs),
        FlopCount.of(runs),
        internal,
        pooled);
  }

  /** What to know of a and b where the fit, or some refits, have no best split of a budget. */
  private static Optional<String> optima(Fit fit, InternalFit internal) {
    if (!fit.surface().hasOptimum()) {
      return Optional.of(
          "no optimum: loss does not fall with both N and D in these runs, so there is no a and b");
    }
    long without =
        internal.draws().stream()
            .filter(p -> !fit.law().surface(p, fit.centres()).hasOptimum())
            .count();
    return without == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "no optimum: in %d of %d refits loss does not fall with both N and D; the intervals of a"
                    + " and b are of the others, and too narrow",
                without,
                internal.draws().size()));
  }

  private InternalFit internal(Fitter fitter, Fit fit, List<Run> runs, Samples samples) {
    List<double[]> refits = Bootstrap.draws(fitter, fit, runs, samples, draws, seed);
    return new InternalFit(
        fit.p(),
        fit.centres(),
        refits,
        Diagnostics.residualSd(fit, samples),
        Diagnostics.aicc(fit, samples));
  }

  private List<FitReport.Pooled> pooled(Law law, List<Run> runs) {
    List<FitReport.Pooled> pooled = new ArrayList<>();
    for (Law other : others(law)) {
      if (runs.size() > other.size()) {
        Samples samples = Observations.samples(other, runs);
        Fitter fitter = new Fitter(other, penalty);
        InternalFit fit = internal(fitter, fitter.fit(samples), runs, samples);
        pooled.add(new FitReport.Pooled(other.id(), other.constants(), fit));
      }
    }
    return pooled;
  }

  private List<ConventionFit> conventions(Law law, Map<Convention, Observations> conventions) {
    List<ConventionFit> fits = new ArrayList<>();
    conventions.forEach(
        (convention, table) -> {
          Fit fit = new Fitter(law, penalty).fit(Observations.samples(law, table.runs()));
          IsoFlop isoflop = law.allocates() ? IsoFlop.of(table.runs(), fit) : null;
          Double a = isoflop == null || isoflop.parabola() == null ? null : isoflop.parabola().a();
          fits.add(new ConventionFit(convention, parameters(fit, table.runs()), a));
        });
    return fits;
  }

  /** As published, with a and b of N* ∝ C^a, D* ∝ C^b where the fit has an optimum. */
  private static Map<String, Double> parameters(Fit fit, List<Run> runs) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    double[] published = fit.published();
    for (int j = 0; j < published.length; j++) {
      parameters.put(fit.law().parameters().get(j), published[j]);
    }
    if (fit.law().allocates()) {
      FlopCount count = FlopCount.of(runs);
      double a = Allocation.exponent(fit.surface(), count);
      if (Double.isFinite(a)) {
        parameters.put("a", a);
        parameters.put("b", count.tokensExponent(a));
      }
    }
    return parameters;
  }

  private Map<String, Interval> intervals(Fit fit, InternalFit internal, List<Run> runs) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    List<Map<String, Double>> draws =
        internal.draws().parallelStream()
            .map(p -> parameters(new Fit(fit.law(), p, fit.centres(), 0, true, 1), runs))
            .toList();
    for (String name : parameters(fit, runs).keySet()) {
      double[] values =
          draws.stream().mapToDouble(draw -> draw.getOrDefault(name, Double.NaN)).toArray();
      intervals.put(name, Interval.central(values, level));
    }
    return intervals;
  }

  private List<Rollout> comparison(Law law, Observations table) {
    return others(law).stream()
        .map(other -> Rollout.of(other, penalty, table.runs()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The other laws of the same inputs. */
  private static List<Law> others(Law law) {
    return Law.all().stream()
        .filter(
            other ->
                !other.equals(law)
                    && other.ofLoss() == law.ofLoss()
                    && other.inputs().equals(law.inputs()))
        .toList();
  }

  private List<Holdout> holdouts(
      Law law, InternalFit internal, List<FitReport.Pooled> pooled, List<Run> runs) {
    return runs.stream()
        .map(
            run -> {
              Prediction prediction =
                  FitReport.predict(law, internal, pooled, level, Observations.inputs(law, run));
              return new Holdout(run.id(), prediction.loss(), prediction.newRun(), run.loss());
            })
        .toList();
  }

  private static Map<String, Interval> range(Law law, List<Run> runs) {
    Map<String, Interval> range = new LinkedHashMap<>();
    List<Input> inputs = new ArrayList<>(law.inputs());
    if (!inputs.contains(Input.C) && runs.get(0).inputs().containsKey(Input.C)) {
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
