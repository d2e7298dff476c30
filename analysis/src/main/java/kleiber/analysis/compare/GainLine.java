package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * The logarithm of the gain as a straight line in the logarithm of the variant's compute, under one
 * law of the base:
 *
 * <pre>
 *   y_i = a + b·x_i + s_i·e_i
 * </pre>
 *
 * <p>y_i is the mean over seeds of ln of the gain at size i, x_i is ln C less its mean, and s_i =
 * L/(α(L − E)) is what a relative error of the loss makes of ln C, so that e_i is one. Its variance
 * is σ²·(u_i + ρ): σ²·u_i is what seeds leave in a mean, and can be seen between seeds; σ²·ρ is
 * what is the same in all seeds of a size, such as a learning rate that was not quite found, and
 * can be seen only in how sizes deviate from the line. With few sizes neither can be told from the
 * other, so all ρ count, each as the runs and {@link #TOWARDS_SEEDS} weigh it: this makes intervals
 * of Student's width where the sizes agree, and wider ones where they do not (Daniels, A prior for
 * the variance in hierarchical models, Canadian Journal of Statistics 27, 1999).
 *
 * <p>With one seed, or two sizes, there is only one kind of noise to be seen, and that is taken.
 */
final class GainLine {
  private static final int SHARES = 24;

  /**
   * The share of seeds in the variance has a density as this power of itself before any run is
   * seen. 0 would be even; tuned sweeps have little other noise, and 1 makes 90 % intervals cover
   * 88 to 96 % over the sizes, seeds and noises of {@code GainStudyTest}.
   */
  private static final double TOWARDS_SEEDS = 1;

  private final List<Double> x;
  private final List<Pair.Seeds> seeds;
  private final double[] scale;
  private final double within;
  private final int freedom;
  private final boolean sloped;
  private final List<Share> shares = new ArrayList<>();
  private final double[] weights;

  /** A share of the seeds in the noise, and the line under it. */
  private record Share(double other, StraightLine line, double squares, double lnWeight) {}

  /**
   * What the runs allow.
   *
   * @param lnGains at each size
   * @param level ln of the gain in the middle of the ladder
   * @param slope of ln gain over ln C
   */
  record Drawn(double[] lnGains, double level, double slope) {
    /** ln of the gain so many e-folds of compute beyond the middle. */
    double at(double x) {
      return level + slope * x;
    }
  }

  /**
   * @param x ln of the variant's compute at each size, less its mean
   */
  GainLine(FloorLaw law, List<Pair> pairs, List<Double> x, boolean paired) {
    this.x = x;
    this.seeds = pairs.stream().map(pair -> pair.seeds(law, paired)).toList();
    this.scale =
        pairs.stream().mapToDouble(p -> law.lnComputePerRelativeLoss(p.base().loss())).toArray();
    this.sloped = pairs.size() > 1;
    double squares = 0;
    int known = 0;
    for (int i = 0; i < scale.length; i++) {
      squares += seeds.get(i).squares() / (scale[i] * scale[i]);
      known += seeds.get(i).freedom();
    }
    this.within = squares;
    this.freedom = known + deviating();
    if (isFinite()) {
      for (double share : shares(known)) {
        shares.add(share(share));
      }
    }
    double best = shares.stream().mapToDouble(Share::lnWeight).max().orElse(0);
    this.weights = shares.stream().mapToDouble(s -> Math.exp(s.lnWeight - best)).toArray();
  }

  /** How many sizes there are beyond what the line takes. */
  private int deviating() {
    return Math.max(0, scale.length - (sloped ? 2 : 1));
  }

  private double[] shares(int known) {
    if (known == 0 || deviating() == 0) {
      return new double[] {1};
    }
    double[] shares = new double[SHARES];
    for (int i = 0; i < SHARES; i++) {
      shares[i] = (i + 0.5) / SHARES;
    }
    return shares;
  }

  private Share share(double share) {
    double usual = seeds.stream().mapToDouble(Pair.Seeds::unit).average().orElseThrow();
    double other = usual * (1 / share - 1);
    List<double[]> rows = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> precision = new ArrayList<>();
    double lnVariances = 0;
    for (int i = 0; i < scale.length; i++) {
      double variance = seeds.get(i).unit() + other;
      lnVariances += Math.log(variance);
      rows.add(
          sloped ? new double[] {1 / scale[i], x.get(i) / scale[i]} : new double[] {1 / scale[i]});
      values.add(seeds.get(i).mean() / scale[i]);
      precision.add(1 / variance);
    }
    StraightLine line = StraightLine.through(rows, values, precision);
    // Losses that agree to the last digit, as those of one configuration do, leave no noise.
    double squares = Math.max(within + (deviating() > 0 ? line.squares() : 0), 1e-30);
    double lnWeight =
        TOWARDS_SEEDS * Math.log(share)
            + (line.lnDeterminant() - lnVariances - freedom * Math.log(squares)) / 2;
    return new Share(other, line, squares, lnWeight);
  }

  /** Whether the variant lies above the base's floor at every size. */
  boolean isFinite() {
    return seeds.stream().allMatch(seed -> Double.isFinite(seed.mean()));
  }

  /** Degrees of freedom of the noise; 0 where nothing is known of it. */
  int freedom() {
    return freedom;
  }

  /** ln of the gain of a size, as it was measured. */
  double measured(int size) {
    return seeds.get(size).mean();
  }

  /** The line through all sizes, as it was measured. */
  Drawn fitted() {
    return drawn(null);
  }

  /**
   * Gains as the runs allow them.
   *
   * @param random null for those in the middle
   */
  Drawn drawn(Randoms random) {
    double[] gains = new double[scale.length];
    if (!isFinite()) {
      for (int i = 0; i < gains.length; i++) {
        gains[i] = Double.isFinite(measured(i)) ? measured(i) : Double.POSITIVE_INFINITY;
      }
      return new Drawn(gains, Double.POSITIVE_INFINITY, Double.NaN);
    }
    int best = 0;
    for (int i = 0; i < weights.length; i++) {
      best = weights[i] > weights[best] ? i : best;
    }
    Share share = shares.get(random == null ? best : random.among(weights));
    double spread = random == null ? 0 : Math.sqrt(share.squares / random.chiSquared(freedom));
    for (int i = 0; i < gains.length; i++) {
      double noise = Math.sqrt(seeds.get(i).unit() + share.other) * scale[i];
      gains[i] = measured(i) + (random == null ? 0 : spread * noise * random.normal());
    }
    double[] line = random == null ? share.line.coefficients() : share.line.drawn(spread, random);
    return new Drawn(gains, line[0], sloped ? line[1] : 0);
  }
}
