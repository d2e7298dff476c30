package kleiber.analysis.law;

import java.util.Arrays;
import java.util.List;

/**
 * What a law is fitted to: logarithms of its inputs, each less its mean. Without centring, A and α
 * of A/N^α are almost collinear (ln N is about 20), and the problem's condition number rises by ten
 * orders of magnitude.
 *
 * @param centres mean of ln x for each input
 * @param logs ln x − centre, [points][inputs]
 * @param logLosses ln of the losses in nats, [points]
 */
public record Samples(double[] centres, double[][] logs, double[] logLosses) {

  /** Samples of a law at points given as rows of inputs, all positive. */
  public static Samples of(Law law, List<double[]> inputs, double[] losses) {
    double[] centres = new double[law.inputs().size()];
    if (law.centred()) {
      for (double[] row : inputs) {
        for (int j = 0; j < centres.length; j++) {
          centres[j] += Math.log(row[j]) / inputs.size();
        }
      }
    }
    double[][] logs = inputs.stream().map(row -> centred(row, centres)).toArray(double[][]::new);
    return new Samples(centres, logs, Arrays.stream(losses).map(Math::log).toArray());
  }

  /** ln x − centre for another point. */
  public static double[] centred(double[] inputs, double[] centres) {
    double[] logs = new double[inputs.length];
    for (int j = 0; j < logs.length; j++) {
      logs[j] = Math.log(inputs[j]) - centres[j];
    }
    return logs;
  }

  /** The samples at some indices, with the same centres. */
  public Samples only(int[] indices) {
    return new Samples(
        centres,
        Arrays.stream(indices).mapToObj(i -> logs[i]).toArray(double[][]::new),
        Arrays.stream(indices).mapToDouble(i -> logLosses[i]).toArray());
  }

  /** The logarithms of one input, ascending. */
  double[] sortedLogs(int column) {
    return Arrays.stream(logs).mapToDouble(row -> row[column]).sorted().toArray();
  }

  /** Number of points. */
  public int size() {
    return logLosses.length;
  }
}
