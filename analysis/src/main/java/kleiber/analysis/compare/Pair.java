package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kleiber.core.KleiberException;

/**
 * A base and its variant at one size. Their compute need not be the same.
 *
 * @param base the base
 * @param variant the variant
 */
public record Pair(Rung base, Rung variant) {
  /** What lies further apart than this, in ln N or ln D, is no pair. */
  private static final double FURTHEST = Math.log(2.5);

  /**
   * How seeds differ from their mean, and how much a mean of them tells.
   *
   * @param mean of the logarithm of the gain
   * @param squares sum of squares within the seeds
   * @param freedom degrees of freedom of these
   * @param unit variance of {@link #mean} over that of one seed
   */
  record Seeds(double mean, double squares, int freedom, double unit) {}

  /**
   * The pairs of two ladders: in order where both have as many rungs, else each with the nearest.
   *
   * @throws KleiberException where none lie near each other
   */
  static List<Pair> of(Arm base, Arm variant) {
    List<List<Rung>> left = base.ladders();
    List<List<Rung>> right = variant.ladders();
    List<Pair> pairs = new ArrayList<>();
    if (sizes(left).equals(sizes(right))) {
      for (int i = 0; i < left.size(); i++) {
        for (int j = 0; j < left.get(i).size(); j++) {
          pairs.add(new Pair(left.get(i).get(j), right.get(i).get(j)));
        }
      }
      pairs.removeIf(pair -> pair.apart() > FURTHEST);
    } else {
      pairs.addAll(nearest(base, variant));
    }
    if (pairs.isEmpty()) {
      throw KleiberException.usage(
          "no size of "
              + variant.name()
              + " lies near one of "
              + base.name()
              + " in parameters and tokens, so there is nothing to compare; train both at the same"
              + " sizes and tokens per parameter");
    }
    return pairs;
  }

  private static List<Integer> sizes(List<List<Rung>> ladders) {
    return ladders.stream().map(List::size).toList();
  }

  private static List<Pair> nearest(Arm base, Arm variant) {
    List<Rung> free = new ArrayList<>(base.rungs());
    List<Pair> pairs = new ArrayList<>();
    for (Rung rung : variant.rungs()) {
      free.stream()
          .map(other -> new Pair(other, rung))
          .filter(pair -> pair.apart() <= FURTHEST)
          .min((one, other) -> Double.compare(one.apart(), other.apart()))
          .ifPresent(
              pair -> {
                pairs.add(pair);
                free.remove(pair.base);
              });
    }
    return pairs;
  }

  private double apart() {
    return Math.max(
        Math.abs(Math.log(base.params() / variant.params())),
        Math.abs(Math.log(base.tokens() / variant.tokens())));
  }

  /** Whether both were trained with the same seeds, and so saw the same data in the same order. */
  boolean sharesSeeds() {
    return base.losses().keySet().equals(variant.losses().keySet());
  }

  /** The gain of the mean losses under a law. */
  ComputeGain gain(FloorLaw law) {
    return ComputeGain.of(
        new ComputeGain.Trained(base.loss(), base.flops(), base.seconds()),
        new ComputeGain.Trained(variant.loss(), variant.flops(), variant.seconds()),
        law);
  }

  /** By how much a gain in time is more than one in compute; NaN where a speed is not known. */
  double timeFactor() {
    return base.seconds() / variant.seconds() / (base.flops() / variant.flops());
  }

  /**
   * ln of the gain, by seed.
   *
   * @param paired whether seeds are compared one with one; else all of each with all of the other
   */
  Seeds seeds(FloorLaw law, boolean paired) {
    double[] needed = Arrays.stream(variant.values()).map(law::lnCompute).toArray();
    double[] had = Arrays.stream(base.values()).map(law::lnCompute).toArray();
    double spent = Math.log(base.flops() / variant.flops());
    if (paired) {
      double[] gains = new double[had.length];
      for (int i = 0; i < had.length; i++) {
        gains[i] = needed[i] - had[i] + spent;
      }
      double mean = mean(gains);
      return new Seeds(mean, squares(gains, mean), gains.length - 1, 1.0 / gains.length);
    }
    return new Seeds(
        mean(needed) - mean(had) + spent,
        squares(needed, mean(needed)) + squares(had, mean(had)),
        needed.length + had.length - 2,
        1.0 / needed.length + 1.0 / had.length);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double squares(double[] values, double mean) {
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
  }
}
