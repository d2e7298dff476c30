package kleiber.analysis.prediction;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.TradeOff;
import kleiber.analysis.uncertainty.Interval;

/**
 * A law fitted to runs: all that predictions and plans need, and nothing of the file or the table
 * that it comes from.
 *
 * @param law the formula
 * @param internal its parameters and their bootstrap refits
 * @param pooled other laws of the same inputs fitted to the same runs, that predictions ask with
 *     this one; empty unless asked for
 * @param level of intervals
 * @param range smallest and largest of each input fitted, and of C where the table tells
 * @param flopCount C of N and D as the table counts it
 */
public record FittedLaw(
    Law law,
    InternalFit internal,
    List<Pooled> pooled,
    double level,
    Map<Input, Interval> range,
    FlopCount flopCount) {
  /** Another law, fitted to the same runs. */
  public record Pooled(Law law, InternalFit internal) {
    private Prediction.Voice voice(double... inputs) {
      return new Prediction.Voice(internal, p -> law.loss(p, internal.centres(), inputs));
    }
  }

  /** The law alone at inputs in their own units. */
  public double loss(double... inputs) {
    return law.loss(internal.p(), internal.centres(), inputs);
  }

  /**
   * What is predicted at inputs in their own units, with intervals, by all laws that are pooled.
   */
  public Prediction predict(double... inputs) {
    return Prediction.pooled(all().stream().map(each -> each.voice(inputs)).toList(), level);
  }

  /**
   * How far a point lies from what was fitted.
   *
   * @param point values of the law's inputs
   */
  public Distance distance(Map<Input, Double> point) {
    Map<Input, Double> known = new EnumMap<>(Input.class);
    known.putAll(point);
    if (point.containsKey(Input.N) && point.containsKey(Input.D)) {
      known.put(Input.C, flopCount.flops(point.get(Input.N), point.get(Input.D)));
    }
    return Distance.of(known, range);
  }

  /** What a law that allocates predicts for unrepeated tokens. */
  public Prediction predictUnrepeated(double n, double d) {
    return Prediction.of(internal, level, p -> surface(p).loss(n, d));
  }

  /** The laws that {@link #predict} asks, each with its weight, in words. */
  public String voices() {
    List<Pooled> all = all();
    double[] weights = LawWeights.of(all.stream().map(Pooled::internal).toList());
    return IntStream.range(0, weights.length)
        .mapToObj(
            i -> String.format(Locale.ROOT, "%s %.0f %%", all.get(i).law.id(), 100 * weights[i]))
        .collect(Collectors.joining(", "));
  }

  private List<Pooled> all() {
    List<Pooled> all = new ArrayList<>(List.of(new Pooled(law, internal)));
    all.addAll(pooled);
    return all;
  }

  /**
   * Whether the fit splits a budget into an optimal N* and D*: a law of N and D alone, and a loss
   * that falls with both.
   */
  public boolean allocates() {
    return law.allocates() && surface(internal.p()).hasOptimum();
  }

  /** The parameters as published, in the law's order. */
  public double[] published() {
    return law.published(internal.p(), internal.centres());
  }

  /** The split of a budget with the lowest loss under the law. */
  public Allocation optimal(double flops) {
    return optimal(internal.p(), flops);
  }

  /** The same under internal parameters {@code p}, such as a bootstrap draw. */
  public Allocation optimal(double[] p, double flops) {
    return Allocation.optimal(surface(p), flops, flopCount);
  }

  /**
   * The loss of a law that allocates, of unrepeated tokens, under internal parameters {@code p}.
   */
  public TradeOff surface(double[] p) {
    return law.surface(p, internal.centres());
  }

  /** The largest compute fitted; NaN where the table does not tell. */
  public double largestFlops() {
    return range.containsKey(Input.C) ? range.get(Input.C).high() : Double.NaN;
  }
}
