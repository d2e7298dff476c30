package kleiber.analysis.figure;

import java.util.Locale;
import kleiber.core.VisibleText;

/** The text of an SVG document as it grows. */
final class SvgElements {
  private final StringBuilder svg = new StringBuilder();

  /** Adds text as it is. */
  void raw(String text) {
    svg.append(text);
  }

  /** Adds a line. */
  void add(String format, Object... values) {
    raw(String.format(Locale.ROOT, format, values));
    raw("\n");
  }

  /** A straight line of a kind that {@link Stylesheet} knows. */
  void line(String kind, String colour, double x1, double y1, double x2, double y2) {
    add(
        "<path class=\"%s\" stroke=\"%s\" fill=\"none\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
        kind, colour, x1, y1, x2, y2);
  }

  /** A word that stands back behind what is drawn. */
  void quiet(double x, double y, String anchor, String text) {
    add(
        "<text class=\"quiet\" fill=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        Stylesheet.QUIET, x, y, anchor, escaped(text));
  }

  /** Text that holds no mark-up. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The document. */
  String text() {
    return VisibleText.of(svg.toString());
  }
}
