package kleiber.analysis.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.curves.Envelope;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Fitter;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.prediction.InternalFit;
import kleiber.analysis.prediction.Prediction;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.analysis.uncertainty.Bootstrap;
import kleiber.analysis.uncertainty.CutFits;
import kleiber.analysis.uncertainty.Diagnostics;
import kleiber.analysis.uncertainty.FitWarnings;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.analysis.uncertainty.TrackRecord;

/**
 * A fit with everything that is reported beside it.
 *
 * @param criterion what is minimised
 * @param draws bootstrap refits
 * @param level of intervals
 * @param seed of the bootstrap
 * @param pool whether predictions weigh all laws of the same inputs
 */
public record FitStudy(Criterion criterion, int draws, double level, long seed, boolean pool) {
  /** Bootstrap refits where nobody asks for another number. */
  public static final int DRAWS = 1000;

  /** Level of intervals where nobody asks for another. */
  public static final double LEVEL = 0.9;

  /** Seed of the bootstrap where nobody asks for another. */
  public static final long SEED = 1;

  /** A study with the usual refits and intervals, of one law alone. */
  public static FitStudy of(Criterion criterion) {
    return new FitStudy(criterion, DRAWS, LEVEL, SEED, false);
  }

  /**
   * Fits the law of a choice, in which the runs may have a say.
   *
   * @param compare also roll out the other laws of the same inputs
   * @throws kleiber.core.KleiberException when the runs are too few for the law
   */
  public FitReport study(LawChoice choice, Evidence evidence, boolean compare) {
    return study(choice.law(evidence.table(), criterion), evidence, compare);
  }

  /**
   * Fits {@code law}.
   *
   * @param compare also roll out the other laws of the same inputs
   * @throws kleiber.core.KleiberException when the runs are too few for the law
   */
  public FitReport study(Law law, Evidence evidence, boolean compare) {
    Observations table = evidence.table();
    table.requireEnough(law);
    List<Run> runs = table.runs();
    Samples samples = Observations.samples(law, runs);
    Fitter fitter = criterion.fitter(law, samples);
    Fit fit = fitter.fit(samples);
    CutFits cuts = new CutFits(law, criterion, runs);
    InternalFit internal = internal(fitter, fit, runs, samples, TrackRecord.of(cuts));
    List<OtherFit> others = pool || compare ? others(law, runs) : List.of();
    List<FittedLaw.Pooled> pooled =
        pool ? others.stream().map(OtherFit::pooled).toList() : List.of();
    Diagnostics diagnostics = Diagnostics.of(fit, samples, criterion);
    NamedParameters named = named(fit, runs);
    Map<String, Interval> intervals = named.intervals(fit.p(), internal.draws(), level);
    IsoFlop isoflop = law.allocates() ? IsoFlop.of(table, evidence.budgets(), fit) : null;
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(FitWarnings.of(fit, runs, intervals, diagnostics));
    if (law.allocates()) {
      optima(fit, internal).ifPresent(warnings::add);
    }
    internal.record().warning().ifPresent(warnings::add);
    if (isoflop != null) {
      warnings.addAll(isoflop.warnings());
    }
    Envelope envelope = Envelope.of(Curve.of(runs, evidence.curves()));
    if (envelope != null) {
      warnings.addAll(envelope.warnings());
    }
    FittedLaw fitted =
        new FittedLaw(law, internal, pooled, level, range(law, runs), Observations.flopCount(runs));
    return new FitReport(
        fitted,
        FittedRuns.of(table),
        new ParameterEstimate(
            criterion.describe(law),
            named.of(fit.p()),
            fit.objective(),
            fit.objective() / runs.size()),
        new Confidence(intervals, diagnostics, warnings),
        new Checks(
            Rollout.of(cuts),
            compare ? others.stream().map(other -> other.beside(runs)).toList() : List.of(),
            isoflop,
            evidence.optima(),
            envelope,
            conventions(law, evidence),
            holdouts(fitted, table.holdouts())));
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
                "no optimum: in %d of %d refits loss does not fall with both N and D; the intervals"
                    + " of a and b are of the others, and too narrow",
                without,
                internal.draws().size()));
  }

  private InternalFit internal(
      Fitter fitter, Fit fit, List<Run> runs, Samples samples, TrackRecord record) {
    List<double[]> refits = Bootstrap.draws(fitter, fit, runs, samples, draws, seed);
    return new InternalFit(
        fit.p(),
        fit.centres(),
        refits,
        Diagnostics.residualSd(fit, samples),
        Diagnostics.aicc(fit, samples),
        record);
  }

  private List<OtherFit> others(Law law, List<Run> runs) {
    List<OtherFit> fits = new ArrayList<>();
    for (Law other : Law.all()) {
      boolean alike = other.ofLoss() == law.ofLoss() && other.inputs().equals(law.inputs());
      if (alike && !other.equals(law) && runs.size() > other.size()) {
        Samples samples = Observations.samples(other, runs);
        Fitter fitter = criterion.fitter(other, samples);
        Fit fit = fitter.fit(samples);
        CutFits cuts = new CutFits(other, criterion, runs);
        TrackRecord record = pool ? TrackRecord.of(cuts) : TrackRecord.NONE;
        fits.add(new OtherFit(fit, internal(fitter, fit, runs, samples, record), cuts));
      }
    }
    return fits;
  }

  /** Another law of the same inputs with its refits. */
  private final class OtherFit {
    private final Fit fit;
    private final InternalFit internal;
    private final CutFits cuts;

    OtherFit(Fit fit, InternalFit internal, CutFits cuts) {
      this.fit = fit;
      this.internal = internal;
      this.cuts = cuts;
    }

    FittedLaw.Pooled pooled() {
      return new FittedLaw.Pooled(fit.law(), internal);
    }

    LawResult beside(List<Run> runs) {
      NamedParameters named = named(fit, runs);
      return new LawResult(
          fit.law().id(),
          fit.law().formula(),
          named.of(fit.p()),
          named.intervals(fit.p(), internal.draws(), level),
          fit.converged(),
          internal.residualSd(),
          internal.aicc(),
          Rollout.of(cuts));
    }
  }

  private List<ConventionFit> conventions(Law law, Evidence evidence) {
    List<ConventionFit> fits = new ArrayList<>();
    evidence
        .conventions()
        .forEach(
            (convention, table) -> {
              Samples samples = Observations.samples(law, table.runs());
              Fit fit = criterion.fitter(law, samples).fit(samples);
              IsoFlop isoflop = law.allocates() ? IsoFlop.of(table, evidence.budgets(), fit) : null;
              Double a =
                  isoflop == null || isoflop.parabola() == null ? null : isoflop.parabola().a();
              fits.add(new ConventionFit(convention, named(fit, table.runs()).of(fit.p()), a));
            });
    return fits;
  }

  private static NamedParameters named(Fit fit, List<Run> runs) {
    return new NamedParameters(fit.law(), fit.centres(), Observations.flopCount(runs));
  }

  private static List<Holdout> holdouts(FittedLaw fit, List<Run> runs) {
    return runs.stream()
        .map(
            run -> {
              Prediction prediction = fit.predict(Observations.inputs(fit.law(), run));
              return new Holdout(run.id(), prediction.loss(), prediction.newRun(), run.loss());
            })
        .toList();
  }

  private static Map<Input, Interval> range(Law law, List<Run> runs) {
    Map<Input, Interval> range = new LinkedHashMap<>();
    List<Input> inputs = new ArrayList<>(law.inputs());
    if (!inputs.contains(Input.C) && runs.get(0).inputs().containsKey(Input.C)) {
      inputs.add(Input.C);
    }
    for (Input input : inputs) {
      range.put(
          input,
          new Interval(
              runs.stream().mapToDouble(run -> run.get(input)).min().orElseThrow(),
              runs.stream().mapToDouble(run -> run.get(input)).max().orElseThrow()));
    }
    return range;
  }
}
