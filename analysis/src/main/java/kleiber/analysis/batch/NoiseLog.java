package kleiber.analysis.batch;

import java.nio.file.Path;
import java.util.List;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;

/**
 * The gradient noise that a run logged ({@code log.noiseScale}), in sequences.
 *
 * @param measurements in order of training
 * @param tokensPerSequence to tell a noise scale in tokens
 */
public record NoiseLog(List<Metric.Noise> measurements, double tokensPerSequence) {
  /** Reads {@code metrics.jsonl}; there may be no measurement in it. */
  public static NoiseLog read(Path metrics) {
    List<Metric> lines = MetricsLog.read(metrics);
    List<Metric.Noise> noise =
        lines.stream()
            .filter(Metric.Noise.class::isInstance)
            .map(Metric.Noise.class::cast)
            .toList();
    Metric.Noise before = null;
    double tokens = Double.NaN;
    for (Metric.Noise each : noise) {
      if (before != null && each.step() > before.step()) {
        double perStep = (double) (each.tokens() - before.tokens()) / (each.step() - before.step());
        tokens = perStep / each.bigSequences();
      }
      before = each;
    }
    return new NoiseLog(noise, tokens);
  }

  /** What was measured from one step to another. */
  public NoiseLog between(double from, double to) {
    return new NoiseLog(
        measurements.stream().filter(each -> each.step() >= from && each.step() <= to).toList(),
        tokensPerSequence);
  }

  /** The measurements as {@link NoiseScale} takes them, in sequences. */
  public List<NoiseScale.Norms> norms() {
    return norms(1);
  }

  /** The same in tokens. */
  public List<NoiseScale.Norms> normsOfTokens() {
    return norms(tokensPerSequence);
  }

  private List<NoiseScale.Norms> norms(double unit) {
    return measurements.stream()
        .map(
            each ->
                new NoiseScale.Norms(
                    unit * each.smallSequences(),
                    unit * each.bigSequences(),
                    each.gradNormSmall(),
                    each.gradNormBig()))
        .toList();
  }
}
