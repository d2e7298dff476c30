package kleiber.analysis.figure;

import java.util.List;
import java.util.Locale;

/**
 * Draws a figure as SVG. Every element has presentation attributes, in the colours of light paper,
 * for programs that know no CSS, and classes by which {@link Stylesheet} sets them for those that
 * do. Points carry what they show when pointed at in {@code <title>}.
 */
public final class SvgRenderer {
  private final Figure figure;
  private final PlotLayout layout;
  private final SvgElements svg = new SvgElements();
  private final SvgMarks marks;

  private SvgRenderer(Figure figure) {
    this.figure = figure;
    this.layout = PlotLayout.of(figure);
    this.marks = new SvgMarks(figure, layout, svg);
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
    svg.raw(
        String.format(
            Locale.ROOT,
            """
        <svg xmlns="http://www.w3.org/2000/svg" id="figure-%s" class="figure" viewBox="0 0 %d %d" role="img" \
        aria-label="%s" font-family="sans-serif" font-size="%d">
        """,
            figure.id(),
            PlotLayout.WIDTH,
            PlotLayout.HEIGHT,
            SvgElements.escaped(figure.title() + ". " + figure.caption()),
            PlotLayout.TEXT));
    svg.raw(style);
    svg.add(
        "<rect class=\"paper\" fill=\"%s\" width=\"%d\" height=\"%d\"/>",
        Stylesheet.PAPER, PlotLayout.WIDTH, PlotLayout.HEIGHT);
    svg.add(
        "<text x=\"%d\" y=\"26\" font-size=\"%d\" font-weight=\"600\" fill=\"%s\">%s</text>",
        PlotLayout.EDGE, PlotLayout.TITLE, Stylesheet.INK, SvgElements.escaped(figure.title()));
    legend();
    axes();
    plotArea();
    figure.marks().forEach(marks::mark);
    svg.raw("</svg>\n");
    // Points last and outside the clipped area, so that none is cut at its edge.
    figure.marks().forEach(marks::points);
    svg.raw("</svg>\n");
    return svg.text();
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
        marks.swatch(mark, x, y - 4.5);
        svg.quiet(x + PlotLayout.SWATCH, y, "start", mark.name());
        x += PlotLayout.entry(mark);
      }
      x = PlotLayout.EDGE;
      y += PlotLayout.LEGEND_ROW;
    }
  }

  private void ramp(Figure.Ramp ramp, double y) {
    String low = ramp.label() + " " + ramp.low();
    svg.quiet(PlotLayout.EDGE, y, "start", low);
    double x = PlotLayout.EDGE + PlotLayout.width(low) + 6;
    for (Tone tone : Tone.ramp().toList()) {
      svg.add(
          "<rect class=\"tone-%s fill\" fill=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"10.4\" height=\"10\"/>",
          tone.id(), tone.light(), x, y - 9.5);
      x += 10;
    }
    svg.quiet(x + 6, y, "start", ramp.high());
  }

  private void axes() {
    PlotAxis x = figure.x();
    PlotAxis y = figure.y();
    for (double tick : layout.yTicks()) {
      double at = layout.y(y, tick);
      svg.line("grid", Stylesheet.GRID, layout.left(), at, layout.right(), at);
      svg.quiet(layout.left() - 6, at + 4.5, "end", y.text(tick, layout.yTicks()));
    }
    for (double tick : layout.xTicks()) {
      double at = layout.x(x, tick);
      svg.line("grid", Stylesheet.GRID, at, layout.top(), at, layout.bottom());
      svg.quiet(at, layout.bottom() + 17, "middle", x.text(tick, layout.xTicks()));
    }
    svg.line(
        "axis", Stylesheet.QUIET, layout.left(), layout.bottom(), layout.right(), layout.bottom());
    svg.quiet(PlotLayout.EDGE, layout.top() - 13, "start", y.label());
    svg.quiet(layout.right(), layout.bottom() + 37, "end", x.label());
  }

  /** A nested element in the same coordinates: it cuts off what lies outside the axes. */
  private void plotArea() {
    double width = layout.right() - layout.left();
    double height = layout.bottom() - layout.top();
    svg.add(
        "<svg x=\"%1$.1f\" y=\"%2$.1f\" width=\"%3$.1f\" height=\"%4$.1f\" viewBox=\"%1$.1f %2$.1f %3$.1f %4$.1f\">",
        layout.left(), layout.top(), width, height);
  }
}
