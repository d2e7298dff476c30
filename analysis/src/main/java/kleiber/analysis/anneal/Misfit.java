package kleiber.analysis.anneal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.fit.Descent;

/**
 * How far runs lie from a fitted law beyond their noise: the law's own error, which no number of
 * logged points makes smaller. Each run's residuals are averaged over eighths of its points, and
 * what their spread is more than that of means of noise is the misfit.
 */
record Misfit(
    CurveProblem problem, List<CurveProblem.Point> points, Map<LoggedRun.Kind, Double> noise) {
  private static final int PARTS = 8;

  /**
   * Runs of other schedules and seeds than were fitted: from a cosine and a constant rate the ends
   * of five others within their length were off by 0.1 to 1.1 % (byte-level models on WordNet), and
   * the middle of a fall after a stable phase by more.
   */
  private static final double LEAST = 0.01;

  /** The fit as a file has it. */
  CurveFit report(CurveLaw law, CurveLaw.Scale scale, List<LoggedRun> runs, double[] q) {
    Map<LoggedRun.Kind, Double> offsets = new EnumMap<>(LoggedRun.Kind.class);
    problem.offsets().forEach((kind, index) -> offsets.put(kind, q[index]));
    int first = offsets.size();
    int size = law.size();
    double[] p = Arrays.copyOfRange(q, first, q.length);
    double[][] inverse = Descent.inverse(problem.normalMatrix(q));
    double[][] covariance = new double[size][];
    for (int j = 0; j < size; j++) {
      covariance[j] = Arrays.copyOfRange(inverse[first + j], first, q.length);
    }
    return new CurveFit(
        CurveFit.SCHEMA_VERSION,
        law.id(),
        law.formula(),
        law.source(),
        CurveFit.named(law, law.published(p, scale)),
        runs.stream().map(LoggedRun::id).toList(),
        points.size(),
        runs.get(0).n(),
        runs.get(0).tokensPerStep(),
        new CurveFit.Reach(
            runs.stream().mapToDouble(run -> run.rates().last()).max().orElseThrow(),
            runs.stream().mapToDouble(run -> run.rates().highest()).min().orElseThrow(),
            scale.rate()),
        offsets,
        noise,
        sd(q),
        new CurveFit.Internal(p, scale, covariance));
  }

  private double sd(double[] q) {
    List<double[]> sums = new ArrayList<>();
    double[] row = new double[q.length];
    int runs = points.stream().mapToInt(CurveProblem.Point::run).max().orElse(0) + 1;
    for (int run = 0; run < runs; run++) {
      int at = run;
      List<CurveProblem.Point> own = points.stream().filter(point -> point.run() == at).toList();
      for (int part = 0; part < PARTS; part++) {
        double[] sum = new double[2];
        for (CurveProblem.Point point :
            own.subList(own.size() * part / PARTS, own.size() * (part + 1) / PARTS)) {
          double weight = 1 / Math.pow(noise.get(point.loss().kind()), 2);
          sum[0] += weight * problem.residual(q, point, row);
          sum[1] += weight;
        }
        if (sum[1] > 0) {
          sums.add(sum);
        }
      }
    }
    double excess =
        sums.stream().mapToDouble(sum -> Math.pow(sum[0] / sum[1], 2) - 1 / sum[1]).sum()
            / sums.size();
    return Math.max(LEAST, Math.sqrt(Math.max(0, excess)));
  }
}
