package kleiber.analysis.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of a figure lie, in pixels of its view box. The view box is small and its letters
 * are large in it, so that a figure scaled to the width of a phone can still be read.
 *
 * @param left of the area between the axes
 * @param top of that area
 * @param right of that area
 * @param bottom of that area
 * @param xTicks on the horizontal axis
 * @param yTicks on the vertical axis
 * @param legend entries in rows; the first row begins with the ramp, where there is one
 */
record PlotLayout(
    double left,
    double top,
    double right,
    double bottom,
    List<Double> xTicks,
    List<Double> yTicks,
    List<List<PlotMark>> legend) {
  static final int WIDTH = 520;
  static final int HEIGHT = 390;
  static final int TEXT = 13;
  static final int TITLE = 16;
  static final int LEGEND_TOP = 48;
  static final int LEGEND_ROW = 20;
  static final int SWATCH = 26;
  static final int RAMP = 120;
  static final int EDGE = 12;

  private static final int MOST_X_TICKS = 8;
  private static final int MOST_Y_TICKS = 6;

  /** Letters are about this much of their size wide. */
  private static final double LETTER = 0.58;

  static PlotLayout of(Figure figure) {
    List<List<PlotMark>> legend = legend(figure);
    double top = LEGEND_TOP + legend.size() * LEGEND_ROW + 24;
    List<Double> yTicks = figure.y().ticks(MOST_Y_TICKS);
    double widest =
        yTicks.stream().mapToDouble(t -> width(figure.y().text(t, yTicks))).max().orElse(0);
    double left = EDGE + widest + 8;
    double right = WIDTH - 20;
    return new PlotLayout(
        left, top, right, HEIGHT - 48, xTicks(figure.x(), right - left), yTicks, legend);
  }

  /** As many ticks as have room for their numbers. */
  private static List<Double> xTicks(PlotAxis axis, double room) {
    for (int most = MOST_X_TICKS; ; most--) {
      List<Double> ticks = axis.ticks(most);
      double widest = ticks.stream().mapToDouble(t -> width(axis.text(t, ticks))).max().orElse(0);
      boolean fits = true;
      for (int i = 1; i < ticks.size(); i++) {
        fits &= (axis.place(ticks.get(i)) - axis.place(ticks.get(i - 1))) * room > widest + 8;
      }
      if (fits || most == 2) {
        return ticks;
      }
    }
  }

  private static List<List<PlotMark>> legend(Figure figure) {
    List<List<PlotMark>> rows = new ArrayList<>();
    double used = WIDTH;
    if (figure.ramp() != null) {
      rows.add(new ArrayList<>());
      used = EDGE + ramp(figure.ramp());
    }
    for (PlotMark mark : figure.marks()) {
      if (mark.name().isEmpty()) {
        continue;
      }
      double width = entry(mark);
      if (used + width > WIDTH - EDGE) {
        rows.add(new ArrayList<>());
        used = EDGE;
      }
      rows.get(rows.size() - 1).add(mark);
      used += width;
    }
    return rows;
  }

  /** The width of a ramp with its texts and the gap behind it. */
  static double ramp(Figure.Ramp ramp) {
    return width(ramp.label() + " " + ramp.low() + ramp.high()) + RAMP + 28;
  }

  /** The width of a legend's entry, with the gap behind it. */
  static double entry(PlotMark mark) {
    return SWATCH + width(mark.name()) + 16;
  }

  static double width(String text) {
    return text.length() * TEXT * LETTER;
  }

  double x(PlotAxis axis, double value) {
    return left + axis.place(value) * (right - left);
  }

  double y(PlotAxis axis, double value) {
    return bottom - axis.place(value) * (bottom - top);
  }
}
