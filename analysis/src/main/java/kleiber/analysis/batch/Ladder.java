package kleiber.analysis.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.analysis.anneal.LoggedRun;

/**
 * How many steps models of one size took to one loss, at each batch at its best learning rate.
 *
 * @param n parameters
 * @param target loss in nats per token
 * @param reached one for each batch that reached it, the smallest first
 * @param missed batches in tokens of which no run reached it
 */
public record Ladder(double n, double target, List<Reached> reached, List<Double> missed) {
  /** A rate that has fallen below this part of its peak decays. */
  static final double DECAYED = 0.9;

  /**
   * The quickest run of a batch.
   *
   * @param batch tokens per step
   * @param steps to the target
   * @param rate its peak learning rate
   * @param edge whether it is the lowest or the highest of several rates that were tried: a better
   *     one may lie beyond
   * @param decaying whether the rate had begun to decay, so that steps depend on the horizon
   * @param run its id
   */
  public record Reached(
      double batch, double steps, double rate, boolean edge, boolean decaying, String run) {
    /** Tokens to the target. */
    public double tokens() {
      return batch * steps;
    }
  }

  /** The ladder of the runs of a size. */
  static Ladder of(List<LoggedRun> runs, double target) {
    Map<Double, List<LoggedRun>> byBatch =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> (double) Math.round(run.tokensPerStep()),
                    TreeMap::new,
                    Collectors.toList()));
    List<Reached> reached = new ArrayList<>();
    List<Double> missed = new ArrayList<>();
    byBatch.forEach(
        (batch, ofBatch) ->
            ofBatch.stream()
                .filter(run -> stepsTo(run, target).isPresent())
                .min(Comparator.comparingDouble(run -> stepsTo(run, target).getAsDouble()))
                .ifPresentOrElse(
                    best -> reached.add(reached(batch, best, ofBatch, target)),
                    () -> missed.add(batch)));
    return new Ladder(runs.get(0).n(), target, List.copyOf(reached), List.copyOf(missed));
  }

  private static Reached reached(double batch, LoggedRun best, List<LoggedRun> all, double target) {
    double steps = stepsTo(best, target).getAsDouble();
    double rate = best.rates().highest();
    double[] rates =
        all.stream().mapToDouble(run -> run.rates().highest()).distinct().sorted().toArray();
    boolean edge = rates.length > 1 && (rate == rates[0] || rate == rates[rates.length - 1]);
    boolean decaying = steps > best.rates().warmup() && best.rates().at(steps) < DECAYED * rate;
    return new Reached(batch, steps, rate, edge, decaying, best.id());
  }

  /**
   * The steps after which a run's validation loss has fallen to {@code target}: between two
   * evaluations on the line in the logarithm of steps.
   */
  static OptionalDouble stepsTo(LoggedRun run, double target) {
    LoggedRun.Loss before = null;
    for (LoggedRun.Loss loss : run.losses()) {
      if (loss.kind() == LoggedRun.Kind.BATCH) {
        continue;
      }
      if (loss.nats() <= target) {
        if (before == null) {
          // At the first evaluation it is not known how long before it was reached.
          return loss.nats() == target ? OptionalDouble.of(loss.step()) : OptionalDouble.empty();
        }
        double part = (before.nats() - target) / (before.nats() - loss.nats());
        return OptionalDouble.of(before.step() * Math.pow(loss.step() / before.step(), part));
      }
      before = loss;
    }
    return OptionalDouble.empty();
  }
}
