package kleiber.analysis.batch;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import kleiber.analysis.anneal.LoggedRun;

/** Losses to which steps are counted where nobody names any. */
final class Targets {
  /** Over the lowest loss that every batch reached. */
  private static final double[] ABOVE = {1.0, 1.06, 1.14};

  private Targets() {}

  /** Three losses, the highest first: the last is the lowest that all sizes and batches reached. */
  static List<Double> of(List<LoggedRun> runs) {
    Map<String, Double> best =
        runs.stream()
            .collect(
                Collectors.toMap(
                    run -> run.n() + " " + Math.round(run.tokensPerStep()),
                    run -> lowest(run).orElse(Double.POSITIVE_INFINITY),
                    Math::min));
    double all = best.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return DoubleStream.of(ABOVE)
        .map(factor -> rounded(factor * all))
        .boxed()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static OptionalDouble lowest(LoggedRun run) {
    return run.losses().stream()
        .filter(loss -> loss.kind() != LoggedRun.Kind.BATCH)
        .mapToDouble(LoggedRun.Loss::nats)
        .min();
  }

  /** Up, so that what was reached still is. */
  private static double rounded(double loss) {
    return Math.ceil(loss * 1000) / 1000;
  }
}
