package kleiber.analysis.uncertainty;

import java.util.function.ToDoubleFunction;
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
    return of(fit, level, p -> law.loss(p, fit.centres(), inputs));
  }

  /**
   * The prediction of anything that internal parameters determine.
   *
   * @param loss of internal parameters, in nats a token
   */
  public static Prediction of(Internal fit, double level, ToDoubleFunction<double[]> loss) {
    SeededStream noise = SeededStream.of(0, "prediction");
    double[] means = new double[fit.draws().size()];
    double[] runs = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = loss.applyAsDouble(fit.draws().get(i));
      runs[i] = means[i] * Math.exp(fit.residualSd() * noise.normal(i));
    }
    return new Prediction(
        loss.applyAsDouble(fit.p()), Interval.central(means, level), Interval.central(runs, level));
  }
}
