package kleiber.analysis.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.analysis.anneal.LoggedRun;
import kleiber.analysis.batch.CriticalBatches.ByLoss;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Fitter;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Samples;
import kleiber.analysis.law.StepsBatch;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.random.SeededStream;

/**
 * Critical batches from steps to target losses over a ladder of batches: the hyperbola of
 * McCandlish et al. (arXiv:1812.06162) at each size and loss, then Kaplan et al.'s law of it in the
 * loss (arXiv:2001.08361, equations 5.1 and 5.3).
 *
 * <p>Intervals are those of a parametric bootstrap: steps are drawn anew about the hyperbolas, with
 * one deviation for each run at all its targets, since a lucky run is early at all of them. How
 * much runs deviate is known from few, so their spread is drawn too (Student's t).
 */
public final class CriticalBatchFit {
  /** Batches that a hyperbola needs: one more than it has parameters. */
  static final int FEWEST_BATCHES = 3;

  private static final StepsBatch LAW = new StepsBatch();
  private static final Criterion SQUARED = Criterion.of(new Penalty.Squared());

  private final List<Hyperbola> hyperbolas;
  private final List<Place> places;
  private final int draws;
  private final SeededStream random;

  private CriticalBatchFit(List<Hyperbola> hyperbolas, int draws, long seed) {
    this.hyperbolas = hyperbolas;
    this.places =
        hyperbolas.stream()
            .flatMap(
                each ->
                    each.ladder.reached().stream()
                        .map(reached -> new Place(each.ladder.n(), reached.batch())))
            .distinct()
            .toList();
    this.draws = draws;
    this.random = SeededStream.of(seed, "critical batch");
  }

  /** A size and a batch: runs of these have one deviation. */
  private record Place(double n, double batch) {}

  /** A ladder and the hyperbola through it. */
  private record Hyperbola(Ladder ladder, Samples samples, Fitter fitter, Fit fit) {
    static Hyperbola of(Ladder ladder) {
      Samples samples =
          Samples.of(
              LAW,
              ladder.reached().stream().map(each -> new double[] {each.batch()}).toList(),
              ladder.reached().stream().mapToDouble(Ladder.Reached::steps).toArray());
      Fitter fitter = SQUARED.fitter(LAW, samples);
      return new Hyperbola(ladder, samples, fitter, fitter.fit(samples));
    }

    double squares() {
      double[] predicted = fit.logLosses(samples);
      return IntStream.range(0, predicted.length)
          .mapToDouble(i -> Math.pow(samples.logLosses()[i] - predicted[i], 2))
          .sum();
    }

    int spare() {
      return samples.size() - LAW.size();
    }

    double lnBatch(double[] p) {
      return Math.log(LAW.published(p, fit.centres())[1]);
    }
  }

  /**
   * The ladders of some runs, one for each size and target.
   *
   * @param targets losses; empty for three that all batches reached
   */
  public static List<Ladder> ladders(List<LoggedRun> runs, List<Double> targets) {
    List<Double> losses = targets.isEmpty() ? Targets.of(runs) : targets;
    List<Ladder> ladders = new ArrayList<>();
    runs.stream()
        .collect(Collectors.groupingBy(LoggedRun::n, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(ofSize -> losses.forEach(target -> ladders.add(Ladder.of(ofSize, target))));
    return ladders;
  }

  /**
   * Fits ladders.
   *
   * @param level of intervals
   * @param draws of the bootstrap
   */
  public static CriticalBatches of(List<Ladder> ladders, double level, int draws, long seed) {
    List<Hyperbola> hyperbolas =
        ladders.stream()
            .filter(ladder -> ladder.reached().size() >= FEWEST_BATCHES)
            .map(Hyperbola::of)
            .toList();
    List<Ladder> unfitted =
        ladders.stream().filter(ladder -> ladder.reached().size() < FEWEST_BATCHES).toList();
    return new CriticalBatchFit(hyperbolas, draws, seed).result(unfitted, level);
  }

  private CriticalBatches result(List<Ladder> unfitted, double level) {
    List<List<double[]>> refits = hyperbolas.stream().map(this::refits).toList();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < hyperbolas.size(); i++) {
      Hyperbola each = hyperbolas.get(i);
      found.add(
          new Found(
              each.ladder,
              estimate(each, refits.get(i), 0, level),
              estimate(each, refits.get(i), 2, level),
              estimate(each, refits.get(i), 1, level)));
    }
    return new CriticalBatches(
        found, byLoss(refits, level), bySize(refits, level), unfitted, level);
  }

  private static Estimate estimate(
      Hyperbola hyperbola, List<double[]> refits, int parameter, double level) {
    double[] centres = hyperbola.fit.centres();
    return new Estimate(
        hyperbola.fit.published()[parameter],
        Interval.central(
            refits.stream().mapToDouble(p -> LAW.published(p, centres)[parameter]).toArray(),
            level));
  }

  private List<double[]> refits(Hyperbola hyperbola) {
    double[] predicted = hyperbola.fit.logLosses(hyperbola.samples);
    int spare = spare();
    double sd = spare > 0 ? Math.sqrt(squares() / spare) : 0;
    return hyperbola.fitter.refits(
        hyperbola.fit,
        hyperbola.samples,
        draws,
        draw -> {
          SeededStream stream = random.child(draw);
          double spread = sd * student(stream);
          double[] steps = predicted.clone();
          for (int i = 0; i < steps.length; i++) {
            double batch = hyperbola.ladder.reached().get(i).batch();
            steps[i] += spread * stream.normal(place(hyperbola.ladder.n(), batch));
          }
          return new Samples(hyperbola.samples.centres(), hyperbola.samples.logs(), steps);
        });
  }

  /** Where the deviation of a size and batch stands among the random numbers of a draw. */
  private long place(double n, double batch) {
    return places.indexOf(new Place(n, batch));
  }

  /** √(ν/χ²): by how much the spread may be larger than it looked. */
  private double student(SeededStream stream) {
    int free = free();
    double squares = 0;
    for (int i = 0; i < free; i++) {
      squares += Math.pow(stream.normal(places.size() + i), 2);
    }
    return free == 0 ? 1 : Math.sqrt(free / squares);
  }

  /** Residuals that are free, of one target a size: those of the others are nearly the same. */
  private int free() {
    return hyperbolas.stream()
        .collect(
            Collectors.toMap(each -> each.ladder.n(), Hyperbola::spare, Math::max, TreeMap::new))
        .values()
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private double squares() {
    return hyperbolas.stream().mapToDouble(Hyperbola::squares).sum();
  }

  private int spare() {
    return hyperbolas.stream().mapToInt(Hyperbola::spare).sum();
  }

  private ByLoss byLoss(List<List<double[]>> refits, double level) {
    List<LossLaw.Place> places = new ArrayList<>();
    for (int i = 0; i < hyperbolas.size(); i++) {
      Hyperbola each = hyperbolas.get(i);
      places.add(
          new LossLaw.Place(
              Math.log(each.ladder.target()),
              each.lnBatch(each.fit.p()),
              refits.get(i).stream().mapToDouble(each::lnBatch).toArray()));
    }
    return places.stream().map(LossLaw.Place::lnLoss).distinct().count() < 2
        ? null
        : new LossLaw(places, level).estimate();
  }

  /** Between the smallest and the largest size, the mean over targets that both reached. */
  private Estimate bySize(List<List<double[]>> refits, double level) {
    double[] sizes =
        hyperbolas.stream().mapToDouble(each -> each.ladder.n()).distinct().sorted().toArray();
    if (sizes.length < 2) {
      return null;
    }
    double[] drawn =
        IntStream.range(0, draws)
            .mapToDouble(draw -> exponent(sizes, i -> refits.get(i).get(draw)))
            .toArray();
    return new Estimate(
        exponent(sizes, i -> hyperbolas.get(i).fit.p()), Interval.central(drawn, level));
  }

  private double exponent(double[] sizes, IntFunction<double[]> parameters) {
    double smallest = sizes[0];
    double largest = sizes[sizes.length - 1];
    List<Double> exponents = new ArrayList<>();
    for (int i = 0; i < hyperbolas.size(); i++) {
      for (int j = 0; j < hyperbolas.size(); j++) {
        Ladder small = hyperbolas.get(i).ladder;
        Ladder large = hyperbolas.get(j).ladder;
        if (small.n() == smallest && large.n() == largest && small.target() == large.target()) {
          double ratio =
              hyperbolas.get(j).lnBatch(parameters.apply(j))
                  - hyperbolas.get(i).lnBatch(parameters.apply(i));
          exponents.add(ratio / Math.log(largest / smallest));
        }
      }
    }
    return exponents.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
