package kleiber.analysis.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Draws the marks of a figure, and what stands for them in its legend. */
final class SvgMarks {
  /** With more points than these, discs are smaller. */
  private static final int CROWD = 100;

  private final Figure figure;
  private final PlotLayout layout;
  private final SvgElements svg;
  private final boolean crowded;

  SvgMarks(Figure figure, PlotLayout layout, SvgElements svg) {
    this.figure = figure;
    this.layout = layout;
    this.svg = svg;
    this.crowded =
        figure.marks().stream()
                .filter(PlotMark.Points.class::isInstance)
                .mapToInt(mark -> ((PlotMark.Points) mark).points().size())
                .sum()
            > CROWD;
  }

  /** A mark of the legend, which begins at {@code x} and has {@code y} in its middle. */
  void swatch(PlotMark mark, double x, double y) {
    if (mark instanceof PlotMark.Points points) {
      form(points, x + 10, y, "");
    } else if (mark instanceof PlotMark.Line line) {
      path(String.format(Locale.ROOT, "M%.1f %.1fh20", x, y), line);
    } else {
      svg.add(
          "<rect class=\"tone-%s fill\" fill=\"%s\" fill-opacity=\"0.18\" x=\"%.1f\" y=\"%.1f\" width=\"20\" height=\"10\"/>",
          mark.tone().id(), mark.tone().light(), x, y - 5);
    }
  }

  /** A band or a line; points are drawn by {@link #points}. */
  void mark(PlotMark mark) {
    if (mark instanceof PlotMark.Band band) {
      StringBuilder path = new StringBuilder();
      trace(path, band.upper(), true);
      List<PlotMark.At> back = new ArrayList<>(band.lower());
      Collections.reverse(back);
      trace(path, back, false);
      svg.add(
          "<path class=\"tone-%s fill\" fill=\"%s\" fill-opacity=\"0.18\" d=\"%sZ\"/>",
          band.tone().id(), band.tone().light(), path);
    } else if (mark instanceof PlotMark.Line line) {
      StringBuilder path = new StringBuilder();
      trace(path, line.places(), true);
      path(path.toString(), line);
      if (!line.label().isEmpty()) {
        svg.add(
            "<path fill=\"none\" stroke=\"#000\" stroke-opacity=\"0\" stroke-width=\"9\" d=\"%s\"><title>%s</title></path>",
            path, SvgElements.escaped(line.label()));
      }
    }
  }

  private void trace(StringBuilder path, List<PlotMark.At> places, boolean anew) {
    boolean pen = !anew;
    for (PlotMark.At at : places) {
      double x = layout.x(figure.x(), at.x());
      double y = layout.y(figure.y(), at.y());
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        pen = false;
        continue;
      }
      // Far outside, where large numbers would only trouble the reader of the file.
      y = Math.max(-9999, Math.min(9999, y));
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x, y));
      pen = true;
    }
  }

  private void path(String d, PlotMark.Line line) {
    double width =
        switch (line.stroke()) {
          case THIN -> 1.2;
          case SOLID, DASHED -> 2;
          case DOTTED -> 2.6;
        };
    svg.add(
        "<path class=\"tone-%s stroke\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"%s d=\"%s\"/>",
        line.tone().id(),
        line.tone().light(),
        width,
        switch (line.stroke()) {
          case SOLID, THIN -> "";
          case DASHED -> " stroke-dasharray=\"7 4\"";
          case DOTTED -> " stroke-dasharray=\"0.1 4.5\" stroke-linecap=\"round\"";
        },
        d);
  }

  /** The points that lie inside the axes, each with its interval. */
  void points(PlotMark mark) {
    if (!(mark instanceof PlotMark.Points points)) {
      return;
    }
    for (PlotMark.Point point : points.points()) {
      double x = layout.x(figure.x(), point.x());
      double y = layout.y(figure.y(), point.y());
      if (!Double.isFinite(x) || !Double.isFinite(y) || outside(x, y)) {
        continue;
      }
      if (Double.isFinite(point.low())) {
        double from = Math.min(layout.y(figure.y(), point.low()), layout.bottom());
        double to = Math.max(layout.y(figure.y(), point.high()), layout.top());
        svg.add(
            "<path class=\"tone-%s stroke\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" d=\"M%3$.1f %4$.1fV%5$.1fM%6$.1f %4$.1fh6M%6$.1f %5$.1fh6\"/>",
            mark.tone().id(), mark.tone().light(), x, from, to, x - 3);
      }
      form(points, x, y, point.label());
    }
  }

  private boolean outside(double x, double y) {
    double slack = 0.5;
    return x < layout.left() - slack
        || x > layout.right() + slack
        || y < layout.top() - slack
        || y > layout.bottom() + slack;
  }

  private void form(PlotMark.Points points, double x, double y, String label) {
    String shape =
        switch (points.form()) {
          case DISC -> "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"" + (crowded ? 3 : 4) + "\"";
          case SPECK -> "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\" fill-opacity=\"0.35\"";
          case DIAMOND -> "<path d=\"M%.1f %.1fm0 -6l5.5 6l-5.5 6l-5.5 -6Z\"";
          case SQUARE -> "<path fill-opacity=\"0.01\" d=\"M%.1f %.1fm-4 -4h8v8h-8Z\"";
          case CROSS -> "<path d=\"M%.1f %.1fm-4 -4l8 8m0 -8l-8 8\"";
        };
    boolean lined = points.form() == PlotMark.Form.SQUARE || points.form() == PlotMark.Form.CROSS;
    boolean plain = points.form() == PlotMark.Form.SPECK;
    svg.raw(String.format(Locale.ROOT, shape, x, y));
    String colour = points.tone().light();
    svg.add(
        " class=\"point tone-%s fill %s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"%s",
        points.tone().id(),
        lined ? "stroke" : "halo",
        colour,
        lined ? colour : Stylesheet.PAPER,
        lined ? "1.8" : plain ? "0" : "1",
        label.isEmpty()
            ? "/>"
            : "><title>" + SvgElements.escaped(label) + "</title>" + end(points.form()));
  }

  private static String end(PlotMark.Form form) {
    return form == PlotMark.Form.DISC || form == PlotMark.Form.SPECK ? "</circle>" : "</path>";
  }
}
