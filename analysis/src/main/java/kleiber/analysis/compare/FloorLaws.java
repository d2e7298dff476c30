package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kleiber.core.random.SeededStream;

/**
 * The laws L = E + A·C^−α that the base's losses allow, as draws: three parameters of few points
 * are not known, and a gain far from 1 depends on them.
 *
 * <p>For a given α the law is a straight line in C^−α, with an A for each number of tokens per
 * parameter, and its least squares are exact. How well each α fits weighs it (a normal error of one
 * size, integrated out). Before any run is seen every floor from 0 to the lowest loss is as likely
 * as any other, which weighs α by 1/α², and α lies between {@link #LEAST} and {@link #MOST}.
 *
 * @param draws each as likely as any other
 * @param given whether the law was given and not fitted
 */
record FloorLaws(List<FloorLaw> draws, boolean given) {
  /** The least exponent: Marin's is .0941, and losses of language models fall faster than this. */
  static final double LEAST = 0.03;

  /** The greatest: losses of the smallest models fall at 0.2 to 0.6. */
  static final double MOST = 1;

  private static final int GRID = 48;

  /** Most draws lie at an E that can be; where hardly any does, there is no law. */
  private static final int TRIES_PER_DRAW = 400;

  /** A law that is known. */
  static FloorLaws given(FloorLaw law, int count) {
    return new FloorLaws(java.util.Collections.nCopies(count, law), true);
  }

  /** The fits of one exponent. */
  private record Fitted(double exponent, StraightLine line, double squares, double lnWeight) {}

  /**
   * Draws of the laws of a ladder; empty where its losses do not fall with compute, or are too few
   * to say how well any law fits.
   *
   * @param stream of the draws
   */
  static Optional<FloorLaws> of(Arm base, int count, SeededStream stream) {
    List<List<Rung>> ladders = base.ladders();
    List<Rung> rungs = ladders.stream().flatMap(List::stream).toList();
    int runs = rungs.stream().mapToInt(rung -> rung.losses().size()).sum();
    int freedom = runs - ladders.size() - 1;
    if (ladders.stream().allMatch(ladder -> ladder.size() < 2) || freedom < 1) {
      return Optional.empty();
    }
    List<Fitted> fits = new ArrayList<>();
    for (int i = 0; i < GRID; i++) {
      double exponent = LEAST * Math.pow(MOST / LEAST, i / (GRID - 1.0));
      fits.add(fitted(exponent, ladders, freedom));
    }
    double best = fits.stream().mapToDouble(Fitted::lnWeight).max().orElseThrow();
    double[] weights = fits.stream().mapToDouble(f -> Math.exp(f.lnWeight - best)).toArray();
    double lowest = rungs.stream().mapToDouble(Rung::lowest).min().orElseThrow();
    List<FloorLaw> draws = new ArrayList<>();
    for (int i = 0; i < TRIES_PER_DRAW * count && draws.size() < count; i++) {
      Randoms random = new Randoms(stream.child(i));
      Fitted fit = fits.get(random.among(weights));
      double spread = Math.sqrt(fit.squares / random.chiSquared(freedom));
      double[] drawn = fit.line.drawn(spread, random);
      if (drawn[0] >= 0
          && drawn[0] < lowest
          && Arrays.stream(drawn).skip(1).allMatch(slope -> slope > 0)) {
        draws.add(new FloorLaw(drawn[0], fit.exponent));
      }
    }
    return draws.size() < count ? Optional.empty() : Optional.of(new FloorLaws(draws, false));
  }

  private static Fitted fitted(double exponent, List<List<Rung>> ladders, int freedom) {
    double centre =
        ladders.stream()
            .flatMap(List::stream)
            .mapToDouble(rung -> Math.log(rung.flops()))
            .average()
            .orElseThrow();
    List<double[]> rows = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    double within = 0;
    for (int ladder = 0; ladder < ladders.size(); ladder++) {
      for (Rung rung : ladders.get(ladder)) {
        double[] row = new double[1 + ladders.size()];
        row[0] = 1;
        row[1 + ladder] = Math.exp(-exponent * (Math.log(rung.flops()) - centre));
        rows.add(row);
        losses.add(rung.loss());
        weights.add((double) rung.losses().size());
        within += Arrays.stream(rung.values()).map(l -> l - rung.loss()).map(d -> d * d).sum();
      }
    }
    StraightLine line = StraightLine.through(rows, losses, weights);
    // Losses that lie on a law to the last digit leave no noise, and no fit is better than that.
    double squares = Math.max(line.squares() + within, 1e-24);
    return new Fitted(
        exponent, line, squares, -freedom / 2.0 * Math.log(squares) - Math.log(exponent));
  }

  /** A number in the middle of all draws. */
  FloorLaw median() {
    return new FloorLaw(
        Draws.of(draws, FloorLaw::floor).median(), Draws.of(draws, FloorLaw::exponent).median());
  }
}
