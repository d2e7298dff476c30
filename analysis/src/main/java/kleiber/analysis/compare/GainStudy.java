package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;

/**
 * How a comparison is made.
 *
 * @param law of the base's loss; empty to find those that its ladder allows
 * @param target compute at which the gain is wanted; empty for none
 * @param level of intervals, such as 0.9
 * @param draws that intervals are made of
 */
public record GainStudy(Optional<FloorLaw> law, OptionalDouble target, double level, int draws) {
  private static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);
  private static final long SEED = 1;

  /** A law and a line under it, in one draw. */
  private record Draw(GainLine line, GainLine.Drawn drawn) {}

  /**
   * Compares two ladders.
   *
   * @throws KleiberException where no sizes are near each other, or no law can be had of the base
   */
  public Comparison compare(Arm base, Arm variant) {
    List<Pair> pairs = Pair.of(base, variant);
    boolean paired = pairs.stream().allMatch(Pair::sharesSeeds);
    FloorLaws laws = laws(base);
    double[] lnFlops = pairs.stream().mapToDouble(p -> Math.log(p.variant().flops())).toArray();
    double middle = java.util.Arrays.stream(lnFlops).average().orElseThrow();
    List<Double> x = java.util.Arrays.stream(lnFlops).mapToObj(ln -> ln - middle).toList();
    SeededStream stream = SeededStream.of(SEED, "compare");
    List<Draw> all = new ArrayList<>();
    List<Draw> measured = new ArrayList<>();
    for (int i = 0; i < laws.draws().size(); i++) {
      GainLine line = new GainLine(laws.draws().get(i), pairs, x, paired);
      measured.add(new Draw(line, line.fitted()));
      if (line.freedom() > 0) {
        all.add(new Draw(line, line.drawn(new Randoms(stream.child(i)))));
      }
    }
    List<Comparison.SizeGain> sizes =
        IntStream.range(0, pairs.size())
            .mapToObj(
                i -> {
                  Comparison.Estimate gain = estimate(measured, all, d -> d.drawn.lnGains()[i]);
                  Pair pair = pairs.get(i);
                  return new Comparison.SizeGain(
                      pair.base(), pair.variant(), gain, times(gain, pair.timeFactor()));
                })
            .toList();
    Comparison.Estimate gain = estimate(measured, all, d -> d.drawn.level());
    double factor =
        Math.exp(pairs.stream().mapToDouble(p -> Math.log(p.timeFactor())).average().orElseThrow());
    Comparison.Estimate time = times(gain, factor);
    Comparison.Estimate trend = estimate(measured, all, d -> d.drawn.slope() * Math.log(10));
    Comparison.Projection projection =
        target.isEmpty() ? null : projection(measured, all, middle, pairs);
    Findings found = new Findings(base, variant, pairs, paired, laws, !all.isEmpty());
    return new Comparison(
        base.name(),
        variant.name(),
        level,
        found.seeds(),
        paired,
        laws.median(),
        laws.given(),
        Draws.of(laws.draws(), FloorLaw::floor).interval(level),
        Draws.of(laws.draws(), FloorLaw::exponent).interval(level),
        sizes,
        gain,
        time,
        trend,
        projection,
        measured.get(0).line.freedom(),
        Verdict.on(gain.interval()),
        Verdict.on(time.interval()),
        found.notes(),
        found.warnings(gain, projection));
  }

  private FloorLaws laws(Arm base) {
    if (law.isPresent()) {
      return FloorLaws.given(law.get(), draws);
    }
    return FloorLaws.of(base, draws, SeededStream.of(SEED, "law"))
        .orElseThrow(
            () ->
                KleiberException.usage(
                    "the losses of "
                        + base.name()
                        + " do not determine how its loss falls with compute ("
                        + base.rungs().size()
                        + " sizes"
                        + (base.rungs().size() < 3 ? "" : ", which do not fall")
                        + "); train three sizes or more at the same tokens per parameter, or give"
                        + " the law: --floor NATS --exponent NUMBER"));
  }

  private Comparison.Projection projection(
      List<Draw> measured, List<Draw> all, double middle, List<Pair> pairs) {
    double x = Math.log(target.getAsDouble()) - middle;
    double most = pairs.stream().mapToDouble(p -> p.variant().flops()).max().orElseThrow();
    return new Comparison.Projection(
        target.getAsDouble(),
        target.getAsDouble() / most,
        estimate(measured, all, d -> d.drawn.at(x)));
  }

  private Comparison.Estimate estimate(
      List<Draw> measured, List<Draw> all, java.util.function.ToDoubleFunction<Draw> ln) {
    return new Comparison.Estimate(
        Draws.of(measured, ln).map(Math::exp).median(),
        all.isEmpty() ? UNKNOWN : Draws.of(all, ln).map(Math::exp).interval(level));
  }

  private static Comparison.Estimate times(Comparison.Estimate gain, double factor) {
    return new Comparison.Estimate(
        gain.value() * factor,
        new Interval(gain.interval().low() * factor, gain.interval().high() * factor));
  }
}
