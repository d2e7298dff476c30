package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import kleiber.analysis.table.Run;

/**
 * Budgets as places where runs crowd together in compute. A window that begins at the cheapest run
 * would cut through a budget whose runs differ a little, as points read from a figure do; here each
 * peak in the density of ln C (a kernel estimate) is a budget, if it stands clear of its
 * neighbours. Budgets that were met exactly are found with a narrow kernel, and may then lie close
 * together; the kernel is widened until most runs are in a budget.
 */
final class Crowd {
  /** Widths of the kernel in ln C. */
  private static final double[] SPREADS = {0.01, 0.02, 0.04, 0.08};

  /** Runs within so many spreads of a peak belong to it: at the widest, within 10 %. */
  private static final double REACH = 1.2;

  /** The fraction of runs in budgets with which a kernel is wide enough. */
  private static final double MOST = 0.8;

  /** A peak is a budget where its density is this many times that of the gap beside it. */
  private static final double CLEAR = 1.5;

  private final List<Run> sorted;
  private final double[] logs;
  private final double spread;

  private Crowd(List<Run> runs, double spread) {
    this.sorted = runs.stream().sorted(Comparator.comparingDouble(Run::c)).toList();
    this.logs = sorted.stream().mapToDouble(run -> Math.log(run.c())).toArray();
    this.spread = spread;
  }

  /** The runs of each budget; runs between budgets are in none. */
  static List<List<Run>> in(List<Run> runs) {
    List<List<Run>> crowds = List.of();
    for (double spread : SPREADS) {
      crowds = new Crowd(runs, spread).around();
      if (crowds.stream().mapToInt(List::size).sum() >= MOST * runs.size()) {
        break;
      }
    }
    return crowds;
  }

  private List<List<Run>> around() {
    List<List<Run>> crowds = new ArrayList<>();
    for (double peak : peaks()) {
      List<Run> near =
          sorted.stream()
              .filter(run -> Math.abs(Math.log(run.c()) - peak) <= REACH * spread)
              .toList();
      if (near.stream().mapToDouble(Run::n).distinct().count() >= Budgets.LEAST_SIZES) {
        crowds.add(near);
      }
    }
    return crowds;
  }

  /** Where the density of runs is highest, and higher by far than between it and any higher. */
  private double[] peaks() {
    if (logs.length == 0) {
      return new double[0];
    }
    double[] places = places();
    double[] density = DoubleStream.of(places).map(this::density).toArray();
    DoubleStream.Builder peaks = DoubleStream.builder();
    for (int i = 1; i < places.length - 1; i++) {
      boolean highest = density[i] > density[i - 1] && density[i] >= density[i + 1];
      if (highest && density[i] >= CLEAR * Math.max(gap(density, i, -1), gap(density, i, 1))) {
        peaks.add(places[i]);
      }
    }
    return peaks.build().toArray();
  }

  /** Places close enough to meet every peak, from before the first run to past the last. */
  private double[] places() {
    DoubleStream.Builder places = DoubleStream.builder();
    double step = spread / 8;
    double last = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      double from = Math.max(last + step, log - 4 * spread);
      for (double at = from; at <= log + 4 * spread; at += step) {
        places.add(at);
        last = at;
      }
    }
    return places.build().toArray();
  }

  private double density(double place) {
    double sum = 0;
    for (double log : logs) {
      double apart = (log - place) / spread;
      sum += Math.exp(-apart * apart / 2);
    }
    return sum;
  }

  /** The lowest density on the way from a peak to a higher place; 0 where there is none. */
  private static double gap(double[] density, int peak, int step) {
    double lowest = density[peak];
    for (int i = peak + step; i >= 0 && i < density.length; i += step) {
      if (density[i] > density[peak]) {
        return lowest;
      }
      lowest = Math.min(lowest, density[i]);
    }
    return 0;
  }
}
