package kleiber.sweeps.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * An isoFLOP design of three budgets and six sizes that is tuned in valleys of a known best rate:
 * L·(1 + curvature·ln²(rate/best)), the best by Step Law (arXiv:2503.04715, equation 1).
 *
 * @param curvature 0.02: a loss 1 % higher at twice the best rate
 * @param noise standard deviation of ln loss
 * @param off the start over the first cell's best rate
 * @param wall runs diverge from so many times the best rate on
 */
record Valleys(double curvature, double noise, double off, double wall) {
  private static final double[] BUDGETS = {2e11, 4e11, 8e11};
  private static final int SIZES = 6;
  private static final Dial RATE = new Dial("optimizer.lr", 2, false);

  /** What tuning took and found: sums over cells. */
  static final class Tally {
    int cells;
    int runs;
    double flops;
    double flopsOfOneRunEach;
    double regret;
    int unbracketed;
  }

  /** Tunes the design once and adds to a tally. */
  void tune(long seed, Tally tally) {
    Random random = new Random(seed);
    List<CellPlace> places = places();
    TreeMap<Integer, List<CellPlace>> rings = new TreeMap<>();
    List<Integer> ringOf = Rings.around(places).of();
    for (int i = 0; i < places.size(); i++) {
      rings.computeIfAbsent(ringOf.get(i), ring -> new ArrayList<>()).add(places.get(i));
    }
    double start = off * best(rings.get(0).get(0));
    List<Trend.Found> found = new ArrayList<>();
    for (List<CellPlace> ring : rings.values()) {
      Trend trend = new Trend(List.copyOf(found));
      for (CellPlace place : ring) {
        Search search = search(place, start * Math.exp(trend.at(place)), random);
        double rate = search.vertex(0);
        found.add(new Trend.Found(place, Math.log(rate / start)));
        double flops = 6 * Math.exp(place.lnN() + place.lnD());
        tally.cells++;
        tally.runs += search.trials().size();
        tally.flops += flops * search.trials().size();
        tally.flopsOfOneRunEach += flops;
        tally.regret += rise(place, rate);
        tally.unbracketed += search.state() == Search.State.BRACKETED ? 0 : 1;
      }
    }
  }

  private Search search(CellPlace place, double start, Random random) {
    Search search = new Search(List.of(RATE), List.of());
    List<List<Double>> next = Search.star(List.of(RATE), List.of(start));
    while (!next.isEmpty()) {
      List<Trial> trials = new ArrayList<>(search.trials());
      for (List<Double> values : next) {
        trials.add(new Trial(values, loss(place, values.get(0), random)));
      }
      search = new Search(List.of(RATE), List.copyOf(trials));
      next = search.next();
    }
    return search;
  }

  private double loss(CellPlace place, double rate, Random random) {
    return rate > wall * best(place)
        ? Double.POSITIVE_INFINITY
        : (2 + 10 * Math.exp(-0.3 * place.lnN()))
            * (1 + rise(place, rate))
            * Math.exp(noise * random.nextGaussian());
  }

  /** How much higher the loss is than at the best rate, as a fraction. */
  private double rise(CellPlace place, double rate) {
    double away = Math.log(rate / best(place));
    return curvature * away * away;
  }

  private static double best(CellPlace place) {
    return 1.79 * Math.exp(-0.713 * place.lnN() + 0.307 * place.lnD());
  }

  private static List<CellPlace> places() {
    List<CellPlace> places = new ArrayList<>();
    for (double budget : BUDGETS) {
      double middle = Math.sqrt(budget / 6 / 20);
      for (int i = 0; i < SIZES; i++) {
        double n = middle / 3 * Math.pow(9, i / (SIZES - 1.0));
        places.add(CellPlace.of(n, budget / 6 / n));
      }
    }
    return places;
  }
}
