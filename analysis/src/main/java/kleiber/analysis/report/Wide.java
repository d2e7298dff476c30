package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;

/**
 * What may be wider than a phone: it scrolls within itself, its title stays in place above it, and
 * shades at its edges and a line of words say that there is more.
 */
final class Wide {
  private Wide() {}

  static DomContent of(String title, DomContent table) {
    return div(
            p(title).withClass("caption"),
            p("Scroll sideways for more columns →").withClass("more"),
            div(table)
                .withClass("scroll")
                .withTabindex(0)
                .attr("role", "region")
                .attr("aria-label", title))
        .withClass("wide");
  }
}
