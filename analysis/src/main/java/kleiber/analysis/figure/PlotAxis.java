package kleiber.analysis.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import kleiber.analysis.number.NumberStyle;

/**
 * One axis of a figure.
 *
 * @param label what it measures, with its unit
 * @param scale linear or logarithmic
 * @param numbers how its numbers are written
 * @param low the least value shown
 * @param high the greatest value shown, above {@code low}
 */
public record PlotAxis(String label, Scale scale, NumberStyle numbers, double low, double high) {
  private static final double MARGIN = 0.04;

  /** How values map to places. */
  public enum Scale {
    /** In proportion. */
    LINEAR,
    /** By logarithm. */
    LOG
  }

  /**
   * A linear axis that shows all {@code values}, with a margin. Values that are not finite are
   * passed over.
   */
  public static PlotAxis linear(String label, NumberStyle numbers, DoubleStream values) {
    return around(label, Scale.LINEAR, numbers, values);
  }

  /** A logarithmic axis that shows all positive {@code values}, with a margin. */
  public static PlotAxis log(String label, NumberStyle numbers, DoubleStream values) {
    return around(label, Scale.LOG, numbers, values.filter(v -> v > 0));
  }

  private static PlotAxis around(
      String label, Scale scale, NumberStyle numbers, DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).toArray();
    double low = Arrays.stream(finite).min().orElse(1);
    double high = Arrays.stream(finite).max().orElse(low);
    if (scale == Scale.LOG) {
      double margin = Math.max(Math.pow(high / low, MARGIN), 1.002);
      return new PlotAxis(label, scale, numbers, low / margin, high * margin);
    }
    double margin = MARGIN * (high - low) + (high > low ? 0 : Math.max(Math.abs(high), 1) * 0.1);
    return new PlotAxis(label, scale, numbers, low - margin, high + margin);
  }

  /** Where a value lies, from 0 at {@link #low} to 1 at {@link #high}; outside beyond these. */
  public double place(double value) {
    return scale == Scale.LOG
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** Whether a value lies on the axis. */
  public boolean shows(double value) {
    return value >= low && value <= high;
  }

  /** The value at a place of {@link #place}. */
  public double value(double place) {
    return scale == Scale.LOG ? low * Math.pow(high / low, place) : low + place * (high - low);
  }

  /** {@code count} values that divide the axis evenly, its ends among them. */
  public double[] divisions(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(i / (count - 1.0));
    }
    return values;
  }

  /**
   * Round values inside the axis: powers of ten, or 1, 2 and 5 times these, on a logarithmic axis
   * of more than a decade; else equal steps.
   *
   * @param most how many fit
   */
  public List<Double> ticks(int most) {
    if (scale == Scale.LOG && Math.log10(high / low) > 1) {
      return decades(most);
    }
    double rough = (high - low) / most;
    double unit = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = unit;
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      step = factor * unit;
      if (step >= rough) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double k = Math.ceil(low / step); k * step <= high; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private List<Double> decades(int most) {
    List<Double> ticks = within(1, 2, 5);
    if (ticks.size() > most) {
      ticks = within(1, 3);
    }
    if (ticks.size() > most) {
      ticks = within(1);
    }
    List<Double> all = ticks;
    int every = (int) Math.ceil(all.size() / (double) most);
    return java.util.stream.IntStream.range(0, all.size())
        .filter(i -> i % every == 0)
        .mapToObj(all::get)
        .toList();
  }

  private List<Double> within(int... factors) {
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (int factor : factors) {
        double tick = Double.parseDouble(factor + "e" + power);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** A tick as text. */
  String text(double tick, List<Double> ticks) {
    double step = 0;
    for (int i = 1; i < ticks.size(); i++) {
      double gap = ticks.get(i) - ticks.get(i - 1);
      step = step == 0 ? gap : Math.min(step, gap);
    }
    // Steps of 2.5 need one decimal more than their size says.
    boolean halves =
        step > 0 && Math.abs(step / Math.pow(10, Math.floor(Math.log10(step))) - 2.5) < 1e-6;
    return numbers.text(tick, halves ? step / 10 : step);
  }
}
