package kleiber.analysis.uncertainty;

import java.util.List;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/**
 * How well a law fitted to some runs predicts others that are beyond them.
 *
 * @param law its name
 * @param heldOut which runs it predicts: the {@value #MOST_EXPENSIVE}, or the {@value #LARGEST}
 * @param fittedRuns runs below the cut
 * @param heldOutRuns runs above it
 * @param computeRatio largest compute held out over largest fitted
 * @param meanAbsoluteError mean |predicted/measured − 1|
 * @param bias mean of predicted/measured − 1
 */
public record Rollout(
    String law,
    String heldOut,
    int fittedRuns,
    int heldOutRuns,
    double computeRatio,
    double meanAbsoluteError,
    double bias) {
  /** Held out are the runs of the most compute. */
  public static final String MOST_EXPENSIVE = "most expensive";

  /** Held out are the models of the most parameters. */
  public static final String LARGEST = "largest";

  static final double PART = 0.15;

  /** Files of before the cuts were told apart held out the most expensive. */
  public Rollout {
    heldOut = heldOut == null ? MOST_EXPENSIVE : heldOut;
  }

  /** The rollout of a law, or null where too few runs would be left to fit. */
  public static Rollout of(CutFits fits) {
    CutFits.Cut cut = fits.cut(PART, MOST_EXPENSIVE);
    return cut.fitted().size() <= fits.law().size() + 1 ? null : of(fits, cut);
  }

  /** The rollout at a cut. */
  static Rollout of(CutFits fits, CutFits.Cut cut) {
    Fit fit = fits.at(cut).fit();
    double absolute = 0;
    double signed = 0;
    for (Run run : cut.heldOut()) {
      double error = fit.predict(Observations.inputs(fits.law(), run)) / run.loss() - 1;
      absolute += Math.abs(error) / cut.heldOut().size();
      signed += error / cut.heldOut().size();
    }
    return new Rollout(
        fits.law().id(),
        cut.most(),
        cut.fitted().size(),
        cut.heldOut().size(),
        largest(cut.heldOut()) / largest(cut.fitted()),
        absolute,
        signed);
  }

  private static double largest(List<Run> runs) {
    return runs.stream().mapToDouble(Run::scale).max().orElseThrow();
  }
}
