package kleiber.analysis.uncertainty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Fitter;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;

/**
 * How a law has predicted so far: fitted without the most expensive runs, at several cuts, and
 * without the largest models, against what these measured.
 *
 * @param error root mean square of ln(predicted/measured); NaN where too few runs are left to fit
 * @param widening by what intervals must be widened to have held these errors, at least 1
 */
public record TrackRecord(double error, double widening) {
  /** Nothing is known: too few runs, or too many to fit again and again. */
  public static final TrackRecord NONE = new TrackRecord(Double.NaN, 1);

  /** Parts of the runs that are held out. */
  private static final double[] PARTS = {0.15, 0.35, 0.55};

  /** Runs more than parameters, without which a fit knows too little of its own spread. */
  private static final int SPARE = 4;

  /** Intervals that were too narrow by less may be so by chance. */
  private static final double NOTABLE = 1.2;

  private static final int DRAWS = 40;
  private static final int MOST_RUNS = 400;

  /** No loss is known more exactly, as a fraction. */
  private static final double KNOWN = 1e-4;

  /** Runs of one budget or size stay together, whatever rounding did to them. */
  private static final double SAME = 0.95;

  private record Cut(List<Run> fitted, List<Run> heldOut) {}

  /** Squares of errors, and of errors over the interval's standard deviation. */
  private record Errors(double squares, double surprise, int runs) {}

  /** The record of a law on these runs. */
  public static TrackRecord of(Law law, Criterion criterion, List<Run> runs) {
    if (runs.size() > MOST_RUNS) {
      return NONE;
    }
    List<Cut> cuts = new ArrayList<>();
    for (double part : PARTS) {
      add(cuts, law, cut(runs, part, Run::scale));
    }
    if (law.inputs().contains(Input.N)) {
      add(cuts, law, cut(runs, PARTS[0], run -> run.get(Input.N)));
    }
    if (cuts.isEmpty()) {
      return NONE;
    }
    double squares = 0;
    double surprises = 1; // an interval that is right, as one cut more: few cuts prove little
    int held = 0;
    for (Cut cut : cuts) {
      Errors errors = errors(law, criterion, cut);
      squares += errors.squares;
      surprises += errors.surprise / errors.runs;
      held += errors.runs;
    }
    return new TrackRecord(
        Math.sqrt(squares / held), Math.max(1, Math.sqrt(surprises / (1 + cuts.size()))));
  }

  /** What a reader must know of it, in words. */
  public Optional<String> warning() {
    return widening < NOTABLE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "rollout: fitted without the most expensive or largest runs, the law was off by"
                    + " %.1f %% on them, more than its intervals said; all are made %.1f times as"
                    + " wide, and another law may predict better",
                100 * error,
                widening));
  }

  private static void add(List<Cut> cuts, Law law, Cut cut) {
    boolean enough = cut.fitted.size() >= law.size() + SPARE;
    if (enough && !cut.heldOut.isEmpty() && !cuts.contains(cut)) {
      cuts.add(cut);
    }
  }

  private static Cut cut(List<Run> runs, double part, ToDoubleFunction<Run> by) {
    List<Run> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.comparingDouble(by));
    int first = Math.min((int) Math.floor((1 - part) * runs.size()), runs.size() - 1);
    double from = SAME * by.applyAsDouble(sorted.get(first));
    return new Cut(
        runs.stream().filter(run -> by.applyAsDouble(run) < from).toList(),
        runs.stream().filter(run -> by.applyAsDouble(run) >= from).toList());
  }

  private static Errors errors(Law law, Criterion criterion, Cut cut) {
    Samples samples = Observations.samples(law, cut.fitted);
    Fitter fitter = criterion.fitter(law, samples);
    Fit fit = fitter.fit(samples);
    List<double[]> draws = Bootstrap.draws(fitter, fit, cut.fitted, samples, DRAWS, 1);
    double noise = Diagnostics.residualSd(fit, samples);
    double squares = 0;
    double surprise = 0;
    for (Run run : cut.heldOut) {
      double[] inputs = Observations.inputs(law, run);
      double error = Math.log(fit.predict(inputs) / run.loss());
      double variance = noise * noise + KNOWN * KNOWN;
      for (double[] draw : draws) {
        double off = Math.log(law.loss(draw, fit.centres(), inputs) / fit.predict(inputs));
        variance += off * off / draws.size();
      }
      squares += error * error;
      surprise += error * error / variance;
    }
    return new Errors(squares, surprise, cut.heldOut.size());
  }
}
