package kleiber.analysis.report;

import static j2html.TagCreator.tag;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.number.NumberStyle;

/**
 * A learning curve in a few strokes: loss over training on log axes, with its first and last
 * values.
 *
 * @param curve at least two points
 */
record Sparkline(Curve curve) {
  private static final int WIDTH = 340;
  private static final int HEIGHT = 96;
  private static final int TOP = 18;
  private static final int BOTTOM = HEIGHT - 20;

  /** Points drawn: more than these cannot be told apart at this size. */
  private static final int MOST_POINTS = 60;

  DomContent render() {
    List<Curve.Point> points = curve.thinned(MOST_POINTS).points();
    PlotAxis x =
        PlotAxis.log("", NumberStyle.POWER, points.stream().mapToDouble(Curve.Point::flops));
    PlotAxis y =
        PlotAxis.log("", NumberStyle.PLAIN, points.stream().mapToDouble(Curve.Point::loss));
    StringBuilder path = new StringBuilder();
    for (Curve.Point point : points) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.isEmpty() ? "M" : "L",
              x.place(point.flops()) * WIDTH,
              BOTTOM - y.place(point.loss()) * (BOTTOM - TOP)));
    }
    Curve.Point first = points.get(0);
    Curve.Point last = points.get(points.size() - 1);
    return tag("svg")
        .attr("class", "sparkline")
        .attr("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
        .attr("role", "img")
        .attr(
            "aria-label",
            "Loss from " + Phrases.loss(first.loss()) + " to " + Phrases.loss(last.loss()))
        .with(
            tag("path").attr("d", path.toString()),
            text(0, 12, "start", "loss " + Phrases.loss(first.loss())),
            text(WIDTH, 12, "end", Phrases.loss(last.loss())),
            text(0, HEIGHT - 4, "start", flops(first)),
            text(WIDTH, HEIGHT - 4, "end", flops(last) + " FLOPs"));
  }

  private static String flops(Curve.Point point) {
    return NumberStyle.POWER.text(point.flops());
  }

  private static DomContent text(int x, int y, String anchor, String words) {
    return tag("text").attr("x", x).attr("y", y).attr("text-anchor", anchor).withText(words);
  }
}
