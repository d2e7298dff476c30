package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Work dealt out so that shares take about the same time. */
final class Shares {
  private Shares() {}

  /**
   * At most {@code count} shares, none of them empty: the most expensive piece first, each to the
   * share that has least so far.
   */
  static <T> List<List<T>> of(List<T> pieces, int count, ToDoubleFunction<T> cost) {
    List<List<T>> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(count, pieces.size()); i++) {
      shares.add(new ArrayList<>());
    }
    double[] loads = new double[shares.size()];
    pieces.stream()
        .sorted(Comparator.comparingDouble(cost).reversed())
        .forEach(
            piece -> {
              int least =
                  IntStream.range(0, loads.length)
                      .boxed()
                      .min(Comparator.comparingDouble(i -> loads[i]))
                      .orElseThrow();
              loads[least] += cost.applyAsDouble(piece);
              shares.get(least).add(piece);
            });
    return shares;
  }
}
