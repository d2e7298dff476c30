package kleiber.analysis.figure;

import java.util.List;
import java.util.Locale;
import kleiber.core.VisibleText;

/**
 * Draws a figure as SVG. Every element has presentation attributes, in the colours of light paper,
 * for programs that know no CSS, and classes by which {@link Stylesheet} sets them for those that
 * do. Points carry what they show when pointed at in {@code <title>}.
 */
public final class SvgRenderer {
  /** With more points than these, discs are smaller. */
  private static final int CROWD = 100;

  private final Figure figure;
  private final PlotLayout layout;
  private final boolean crowded;
  private final StringBuilder svg = new StringBuilder();

  private SvgRenderer(Figure figure) {
    this.figure = figure;
    this.layout = PlotLayout.of(figure);
    this.crowded =
        figure.marks().stream()
                .filter(PlotMark.Points.class::isInstance)
                .mapToInt(mark -> ((PlotMark.Points) mark).points().size())
                .sum()
            > CROWD;
  }

  /** An {@code <svg>} element for a page that holds {@link Stylesheet#css}. */
  public static String inline(Figure figure) {
    return new SvgRenderer(figure).draw("");
  }

  /** The content of an {@code .svg} file. */
  public static String standalone(Figure figure) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + new SvgRenderer(figure).draw("<style>\n" + Stylesheet.css() + "</style>\n");
  }

  private String draw(String style) {
    svg.append(
        String.format(
            Locale.ROOT,
            """
        <svg xmlns="http://www.w3.org/2000/svg" id="figure-%s" class="figure" viewBox="0 0 %d %d" role="img" \
        aria-label="%s" font-family="sans-serif" font-size="%d">
        """,
            figure.id(),
            PlotLayout.WIDTH,
            PlotLayout.HEIGHT,
            escaped(figure.title() + ". " + figure.caption()),
            PlotLayout.TEXT));
    svg.append(style);
    add(
        "<rect class=\"paper\" fill=\"%s\" width=\"%d\" height=\"%d\"/>",
        Stylesheet.PAPER, PlotLayout.WIDTH, PlotLayout.HEIGHT);
    add(
        "<text x=\"%d\" y=\"26\" font-size=\"%d\" font-weight=\"600\" fill=\"%s\">%s</text>",
        PlotLayout.EDGE, PlotLayout.TITLE, Stylesheet.INK, escaped(figure.title()));
    legend();
    axes();
    plotArea();
    figure.marks().forEach(this::mark);
    svg.append("</svg>\n");
    // Points last and outside the clipped area, so that none is cut at its edge.
    figure.marks().forEach(this::points);
    return VisibleText.of(svg.append("</svg>\n").toString());
  }

  private void legend() {
    double y = PlotLayout.LEGEND_TOP;
    double x = PlotLayout.EDGE;
    if (figure.ramp() != null) {
      ramp(figure.ramp(), y);
      x += PlotLayout.ramp(figure.ramp());
    }
    for (List<PlotMark> row : layout.legend()) {
      for (PlotMark mark : row) {
        swatch(mark, x, y - 4.5);
        quiet(x + PlotLayout.SWATCH, y, "start", mark.name());
        x += PlotLayout.entry(mark);
      }
      x = PlotLayout.EDGE;
      y += PlotLayout.LEGEND_ROW;
    }
  }

  private void ramp(Figure.Ramp ramp, double y) {
    String low = ramp.label() + " " + ramp.low();
    quiet(PlotLayout.EDGE, y, "start", low);
    double x = PlotLayout.EDGE + PlotLayout.width(low) + 6;
    for (Tone tone : Tone.ramp().toList()) {
      add(
          "<rect class=\"tone-%s fill\" fill=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"10.4\" height=\"10\"/>",
          tone.id(), tone.light(), x, y - 9.5);
      x += 10;
    }
    quiet(x + 6, y, "start", ramp.high());
  }

  private void swatch(PlotMark mark, double x, double y) {
    if (mark instanceof PlotMark.Points points) {
      form(points, x + 10, y, "");
    } else if (mark instanceof PlotMark.Line line) {
      path(String.format(Locale.ROOT, "M%.1f %.1fh20", x, y), line);
    } else {
      add(
          "<rect class=\"tone-%s fill\" fill=\"%s\" fill-opacity=\"0.18\" x=\"%.1f\" y=\"%.1f\" width=\"20\" height=\"10\"/>",
          mark.tone().id(), mark.tone().light(), x, y - 5);
    }
  }

  private void axes() {
    PlotAxis x = figure.x();
    PlotAxis y = figure.y();
    for (double tick : layout.yTicks()) {
      double at = layout.y(y, tick);
      line("grid", Stylesheet.GRID, layout.left(), at, layout.right(), at);
      quiet(layout.left() - 6, at + 4.5, "end", y.text(tick, layout.yTicks()));
    }
    for (double tick : layout.xTicks()) {
      double at = layout.x(x, tick);
      line("grid", Stylesheet.GRID, at, layout.top(), at, layout.bottom());
      quiet(at, layout.bottom() + 17, "middle", x.text(tick, layout.xTicks()));
    }
    line("axis", Stylesheet.QUIET, layout.left(), layout.bottom(), layout.right(), layout.bottom());
    quiet(PlotLayout.EDGE, layout.top() - 13, "start", y.label());
    quiet(layout.right(), layout.bottom() + 37, "end", x.label());
  }

  /** A nested element in the same coordinates: it cuts off what lies outside the axes. */
  private void plotArea() {
    double width = layout.right() - layout.left();
    double height = layout.bottom() - layout.top();
    add(
        "<svg x=\"%1$.1f\" y=\"%2$.1f\" width=\"%3$.1f\" height=\"%4$.1f\" viewBox=\"%1$.1f %2$.1f %3$.1f %4$.1f\">",
        layout.left(), layout.top(), width, height);
  }

  private void mark(PlotMark mark) {
    if (mark instanceof PlotMark.Band band) {
      StringBuilder path = new StringBuilder();
      trace(path, band.upper(), true);
      List<PlotMark.At> back = new java.util.ArrayList<>(band.lower());
      java.util.Collections.reverse(back);
      trace(path, back, false);
      add(
          "<path class=\"tone-%s fill\" fill=\"%s\" fill-opacity=\"0.18\" d=\"%sZ\"/>",
          band.tone().id(), band.tone().light(), path);
    } else if (mark instanceof PlotMark.Line line) {
      StringBuilder path = new StringBuilder();
      trace(path, line.places(), true);
      path(path.toString(), line);
      if (!line.label().isEmpty()) {
        add(
            "<path fill=\"none\" stroke=\"#000\" stroke-opacity=\"0\" stroke-width=\"9\" d=\"%s\"><title>%s</title></path>",
            path, escaped(line.label()));
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
    add(
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

  private void points(PlotMark mark) {
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
        add(
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
    svg.append(String.format(Locale.ROOT, shape, x, y));
    String colour = points.tone().light();
    add(
        " class=\"point tone-%s fill %s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"%s",
        points.tone().id(),
        lined ? "stroke" : "halo",
        colour,
        lined ? colour : Stylesheet.PAPER,
        lined ? "1.8" : plain ? "0" : "1",
        label.isEmpty() ? "/>" : "><title>" + escaped(label) + "</title>" + end(points.form()));
  }

  private static String end(PlotMark.Form form) {
    return form == PlotMark.Form.DISC || form == PlotMark.Form.SPECK ? "</circle>" : "</path>";
  }

  private void line(String kind, String colour, double x1, double y1, double x2, double y2) {
    add(
        "<path class=\"%s\" stroke=\"%s\" fill=\"none\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
        kind, colour, x1, y1, x2, y2);
  }

  private void quiet(double x, double y, String anchor, String text) {
    add(
        "<text class=\"quiet\" fill=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        Stylesheet.QUIET, x, y, anchor, escaped(text));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
