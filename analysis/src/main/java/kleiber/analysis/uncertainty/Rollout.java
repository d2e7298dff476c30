package kleiber.analysis.uncertainty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;

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
  private static final double PART = 0.15;

  /** The rollout of a law, or null where too few runs would be left to fit. */
  public static Rollout of(Law law, Criterion criterion, List<Run> runs) {
    List<Run> byCompute = new ArrayList<>(runs);
    byCompute.sort(Comparator.comparingDouble(Run::scale));
    int cut = (int) Math.floor((1 - PART) * byCompute.size());
    // Runs of one budget stay together: its first run's compute, less what rounding to steps does.
    double from = byCompute.get(Math.min(cut, byCompute.size() - 1)).scale() * 0.95;
    List<Run> fitted = byCompute.stream().filter(run -> run.scale() < from).toList();
    List<Run> heldOut = byCompute.stream().filter(run -> run.scale() >= from).toList();
    if (fitted.size() <= law.size() + 1) {
      return null;
    }
    Samples samples = Observations.samples(law, fitted);
    Fit fit = criterion.fitter(law, samples).fit(samples);
    double absolute = 0;
    double signed = 0;
    for (Run run : heldOut) {
      double error = fit.predict(Observations.inputs(law, run)) / run.loss() - 1;
      absolute += Math.abs(error) / heldOut.size();
      signed += error / heldOut.size();
    }
    double ratio =
        byCompute.get(byCompute.size() - 1).scale() / fitted.get(fitted.size() - 1).scale();
    return new Rollout(law.id(), fitted.size(), heldOut.size(), ratio, absolute, signed);
  }
}
