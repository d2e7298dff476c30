package kleiber.analysis.uncertainty;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/**
 * How a law has predicted so far: fitted without the most expensive runs, at several cuts, and
 * without the largest models, against what these measured.
 *
 * @param error root mean square of ln(predicted/measured); NaN where too few runs are left to fit
 * @param widening by what intervals must be widened to have held these errors, at least 1
 * @param rollouts at each cut
 */
public record TrackRecord(double error, double widening, List<Rollout> rollouts) {
  /** Nothing is known: too few runs, or too many to fit again and again. */
  public static final TrackRecord NONE = new TrackRecord(Double.NaN, 1, List.of());

  /** Parts of the runs that are held out. */
  private static final double[] PARTS = {Rollout.PART, 0.35, 0.55};

  /** Runs more than parameters, without which a fit knows too little of its own spread. */
  private static final int SPARE = 4;

  /** Intervals that were too narrow by less may be so by chance. */
  private static final double NOTABLE = 1.2;

  private static final int DRAWS = 40;
  private static final int MOST_RUNS = 400;

  /** No loss is known more exactly, as a fraction. */
  private static final double KNOWN = 1e-4;

  /** Squares of errors, and of errors over the interval's standard deviation. */
  private record Errors(double squares, double surprise, int runs) {}

  /** Files of before the cuts were kept have none. */
  public TrackRecord {
    rollouts = rollouts == null ? List.of() : List.copyOf(rollouts);
  }

  /** The record of a law on some runs. */
  public static TrackRecord of(CutFits fits) {
    if (fits.runs().size() > MOST_RUNS) {
      return NONE;
    }
    List<CutFits.Cut> cuts = new ArrayList<>();
    for (double part : PARTS) {
      add(cuts, fits.law(), fits.cut(part, Rollout.MOST_EXPENSIVE));
    }
    if (fits.law().inputs().contains(Input.N)) {
      add(cuts, fits.law(), fits.cut(Rollout.PART, Rollout.LARGEST));
    }
    if (cuts.isEmpty()) {
      return NONE;
    }
    double squares = 0;
    double surprises = 1; // an interval that is right, as one cut more: few cuts prove little
    int held = 0;
    for (CutFits.Cut cut : cuts) {
      Errors errors = errors(fits, cut);
      squares += errors.squares;
      surprises += errors.surprise / errors.runs;
      held += errors.runs;
    }
    return new TrackRecord(
        Math.sqrt(squares / held),
        Math.max(1, Math.sqrt(surprises / (1 + cuts.size()))),
        cuts.stream().map(cut -> Rollout.of(fits, cut)).toList());
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

  private static void add(List<CutFits.Cut> cuts, Law law, CutFits.Cut cut) {
    boolean enough = cut.fitted().size() >= law.size() + SPARE;
    if (enough && !cut.heldOut().isEmpty() && cuts.stream().noneMatch(cut::fitsAs)) {
      cuts.add(cut);
    }
  }

  private static Errors errors(CutFits fits, CutFits.Cut cut) {
    Law law = fits.law();
    CutFits.Refit refit = fits.at(cut);
    Fit fit = refit.fit();
    List<double[]> draws =
        Bootstrap.draws(refit.fitter(), fit, cut.fitted(), refit.samples(), DRAWS, 1);
    double noise = Diagnostics.residualSd(fit, refit.samples());
    double squares = 0;
    double surprise = 0;
    for (Run run : cut.heldOut()) {
      double[] inputs = Observations.inputs(law, run);
      double predicted = fit.predict(inputs);
      double error = Math.log(predicted / run.loss());
      double variance = noise * noise + KNOWN * KNOWN;
      for (double[] draw : draws) {
        double off = Math.log(law.loss(draw, fit.centres(), inputs) / predicted);
        variance += off * off / draws.size();
      }
      squares += error * error;
      surprise += error * error / variance;
    }
    return new Errors(squares, surprise, cut.heldOut().size());
  }
}
