package kleiber.analysis.anneal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.fit.FitObjective;
import kleiber.analysis.fit.Penalty;

/**
 * What a curve law's fit minimises: Huber's penalty of every logged point's residual ln(law) +
 * offset − ln(measured), in the noise of its kind, and the law's priors. The first parameters are
 * offsets of the kinds below the best: the training loss lies a little beside the validation loss,
 * and a part of the validation split beside the whole. The law itself is of the best kind.
 */
final class CurveProblem implements FitObjective {
  /** Huber's usual bend, in standard deviations. */
  private static final double BEND = 1.345;

  private static final Penalty HUBER = new Penalty.Huber(BEND);

  private final CurveLaw law;
  private final CurveLaw.Scale scale;
  private final List<Point> points;
  private final Map<LoggedRun.Kind, Integer> offsets = new EnumMap<>(LoggedRun.Kind.class);
  private final Map<LoggedRun.Kind, Double> noise;
  private final double[] lawGradient;

  /** A logged loss with the schedule that it was reached by. */
  record Point(int run, Rates rates, LoggedRun.Loss loss) {}

  /**
   * @param noise standard deviation of the logarithm of a loss of each kind that there is
   */
  CurveProblem(
      CurveLaw law, CurveLaw.Scale scale, List<Point> points, Map<LoggedRun.Kind, Double> noise) {
    this.law = law;
    this.scale = scale;
    this.points = points;
    this.noise = noise;
    List<LoggedRun.Kind> kinds = new ArrayList<>(new EnumMap<>(noise).keySet());
    for (int i = 0; i < kinds.size() - 1; i++) {
      offsets.put(kinds.get(i), i);
    }
    this.lawGradient = new double[law.size()];
  }

  /** Offsets before the law's own parameters, by the kind that each is of. */
  Map<LoggedRun.Kind, Integer> offsets() {
    return offsets;
  }

  @Override
  public int size() {
    return offsets.size() + law.size();
  }

  /** The residual in nats' logarithm; {@code row} is set to its gradient. */
  double residual(double[] q, Point point, double[] row) {
    int first = offsets.size();
    Arrays.fill(row, 0);
    double logLoss =
        law.logLoss(
            Arrays.copyOfRange(q, first, q.length),
            scale,
            point.rates,
            point.loss.step(),
            lawGradient);
    System.arraycopy(lawGradient, 0, row, first, lawGradient.length);
    Integer offset = offsets.get(point.loss.kind());
    if (offset != null) {
      row[offset] = 1;
      logLoss += q[offset];
    }
    return logLoss - Math.log(point.loss.nats());
  }

  @Override
  public double evaluate(double[] q, double[] gradient) {
    Arrays.fill(gradient, 0);
    double[] row = new double[q.length];
    double sum = 0;
    for (Point point : points) {
      double sd = noise.get(point.loss.kind());
      double r = residual(q, point, row) / sd;
      sum += HUBER.value(r);
      double slope = HUBER.slope(r) / sd;
      for (int j = 0; j < q.length; j++) {
        gradient[j] += slope * row[j];
      }
    }
    for (CurveLaw.Prior prior : law.priors()) {
      int j = offsets.size() + prior.parameter();
      double r = (q[j] - prior.mean()) / prior.sd();
      sum += r * r / 2;
      gradient[j] += r / prior.sd();
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  @Override
  public double[][] normalMatrix(double[] q) {
    double[][] matrix = new double[q.length][q.length];
    double[] row = new double[q.length];
    for (Point point : points) {
      double sd = noise.get(point.loss.kind());
      double size = Math.abs(residual(q, point, row)) / sd;
      double weight = Math.min(1, BEND / Math.max(size, 1e-12)) / (sd * sd);
      for (int j = 0; j < q.length; j++) {
        for (int k = 0; k < q.length; k++) {
          matrix[j][k] += weight * row[j] * row[k];
        }
      }
    }
    for (CurveLaw.Prior prior : law.priors()) {
      int j = offsets.size() + prior.parameter();
      matrix[j][j] += 1 / (prior.sd() * prior.sd());
    }
    return matrix;
  }
}
