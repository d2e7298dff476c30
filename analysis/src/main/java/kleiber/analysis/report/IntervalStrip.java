package kleiber.analysis.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.uncertainty.Interval;

/**
 * An estimate and its interval on a line, beside values to compare it with.
 *
 * @param description for those who cannot see it
 * @param value the estimate
 * @param interval its interval
 * @param others at most two values to compare with, each named on a row of its own
 */
record IntervalStrip(String description, double value, Interval interval, List<Other> others) {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 76;
  private static final int EDGE = 14;
  private static final int LINE = 24;
  private static final int ROW = 18;

  /** Letters are about this many pixels wide. */
  private static final double LETTER = 7.6;

  /** A value to compare with. */
  record Other(String name, double value, Tone tone) {}

  DomContent render() {
    PlotAxis axis =
        PlotAxis.linear(
            "",
            NumberStyle.PLAIN,
            DoubleStream.concat(
                DoubleStream.of(value, interval.low(), interval.high()),
                others.stream().mapToDouble(Other::value)));
    List<DomContent> parts = new ArrayList<>();
    parts.add(line("strip-axis", "M%d %dH%d", EDGE, LINE, WIDTH - EDGE));
    parts.add(
        line(
            "strip-interval",
            "M%.1f %dH%.1f",
            x(axis, interval.low()),
            LINE,
            x(axis, interval.high())));
    parts.add(line("strip-value", "M%.1f %dv20", x(axis, value), LINE - 10));
    for (int i = 0; i < others.size(); i++) {
      parts.add(other(axis, others.get(i), LINE + 28 + i * ROW));
    }
    return tag("svg")
        .attr("class", "strip")
        .attr("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
        .attr("role", "img")
        .attr("aria-label", description)
        .with(each(parts.stream()));
  }

  private static DomContent other(PlotAxis axis, Other other, int y) {
    double x = x(axis, other.value());
    boolean leftwards = x + LETTER * other.name().length() > WIDTH;
    return tag("g")
        .attr("class", "tone-" + other.tone().id())
        .with(
            line("strip-other", "M%1$.1f %2$dm0 -6l5 6l-5 6l-5 -6Z", x, LINE),
            tag("text")
                .attr("x", String.format(Locale.ROOT, "%.1f", leftwards ? x + 5 : x - 5))
                .attr("y", y)
                .attr("text-anchor", leftwards ? "end" : "start")
                .withText(other.name()));
  }

  private static double x(PlotAxis axis, double value) {
    return EDGE + axis.place(value) * (WIDTH - 2 * EDGE);
  }

  private static ContainerTag<?> line(String kind, String path, Object... values) {
    return tag("path").attr("class", kind).attr("d", String.format(Locale.ROOT, path, values));
  }
}
