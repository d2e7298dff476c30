package kleiber.analysis.prediction;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.TrackRecord;
import kleiber.core.random.SeededStream;

/**
 * A predicted loss.
 *
 * @param loss in nats per token
 * @param mean interval on the law's value: what is uncertain about the fit
 * @param newRun interval on one further run: the same, and the spread of runs about the law
 */
public record Prediction(double loss, Interval mean, Interval newRun) {
  /**
   * The prediction of anything that internal parameters determine.
   *
   * @param loss of internal parameters, in nats per token
   */
  static Prediction of(InternalFit fit, double level, ToDoubleFunction<double[]> loss) {
    return pooled(List.of(new Voice(fit, loss)), level);
  }

  /**
   * One law's part in a prediction.
   *
   * @param fit its parameters and draws
   * @param loss of internal parameters, in nats per token
   */
  record Voice(InternalFit fit, ToDoubleFunction<double[]> loss) {}

  /**
   * The prediction of several laws fitted to the same runs: the geometric mean of what they
   * predict, and intervals over draws of all, widened by what their {@link TrackRecord} asks for,
   * with {@link LawWeights}. Laws that fit about equally well differ beyond the runs, and the
   * interval widens there with them.
   */
  static Prediction pooled(List<Voice> voices, double level) {
    SeededStream noise = SeededStream.of(0, "prediction");
    double[] weights = LawWeights.of(voices.stream().map(Voice::fit).toList());
    DoubleStream.Builder means = DoubleStream.builder();
    DoubleStream.Builder runs = DoubleStream.builder();
    double logs = 0;
    long drawn = 0;
    for (int i = 0; i < weights.length; i++) {
      Voice voice = voices.get(i);
      List<double[]> draws = voice.fit.draws();
      double centre = Math.log(voice.loss.applyAsDouble(voice.fit.p()));
      double widening = voice.fit.record().widening();
      for (double[] draw : draws.subList(0, (int) Math.round(weights[i] * draws.size()))) {
        double off = Math.log(voice.loss.applyAsDouble(draw)) - centre;
        double run = voice.fit.residualSd() * noise.normal(drawn++);
        means.add(Math.exp(centre + widening * off));
        runs.add(Math.exp(centre + widening * (off + run)));
      }
      logs += weights[i] * centre;
    }
    return new Prediction(
        Math.exp(logs),
        Interval.central(means.build().toArray(), level),
        Interval.central(runs.build().toArray(), level));
  }
}
