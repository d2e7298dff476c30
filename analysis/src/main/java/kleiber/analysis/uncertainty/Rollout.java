package kleiber.analysis.uncertainty;

import java.util.List;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.law.Law;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/**
 * How well a law fitted to the cheaper runs predicts the more expensive ones.
 *
 * @param law its name
 * @param fittedRuns runs below the cut
 * @param heldOutRuns runs above it
 * @param computeRatio largest compute held out over largest fitted
 * @param meanAbsoluteError mean |predicted/measured − 1|
 * @param bias mean of predicted/measured − 1
 */
public record Rollout(
    String law,
    int fittedRuns,
    int heldOutRuns,
    double computeRatio,
    double meanAbsoluteError,
    double bias) {
  static final double PART = 0.15;

  /** The rollout of a law, or null where too few runs would be left to fit. */
  public static Rollout of(CutFits fits) {
    CutFits.Cut cut = fits.cut(PART, Run::scale);
    Law law = fits.law();
    if (cut.fitted().size() <= law.size() + 1) {
      return null;
    }
    Fit fit = fits.at(cut).fit();
    double absolute = 0;
    double signed = 0;
    for (Run run : cut.heldOut()) {
      double error = fit.predict(Observations.inputs(law, run)) / run.loss() - 1;
      absolute += Math.abs(error) / cut.heldOut().size();
      signed += error / cut.heldOut().size();
    }
    return new Rollout(
        law.id(),
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
