package kleiber.analysis.uncertainty;

import kleiber.analysis.fit.FitReport.Internal;
import kleiber.analysis.law.Law;
import kleiber.trainer.random.SeededStream;

/**
 * A predicted loss.
 *
 * @param loss in nats a token
 * @param mean interval on the law's value: what is uncertain about the fit
 * @param newRun interval on one further run: the same, and the spread of runs about the law
 */
public record Prediction(double loss, Interval mean, Interval newRun) {
  /** The prediction at inputs in their own units. */
  public static Prediction at(Law law, Internal fit, double level, double... inputs) {
    SeededStream noise = SeededStream.of(0, "prediction");
    double[] means = new double[fit.draws().size()];
    double[] runs = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = law.loss(fit.draws().get(i), fit.centres(), inputs);
      runs[i] = means[i] * Math.exp(fit.residualSd() * noise.normal(i));
    }
    return new Prediction(
        law.loss(fit.p(), fit.centres(), inputs),
        Interval.central(means, level),
        Interval.central(runs, level));
  }
}
