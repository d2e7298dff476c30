package kleiber.analysis.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;

/**
 * A table whose first column names its rows. It scrolls within itself where the screen is narrow.
 *
 * @param title what it shows and how to read it
 * @param head names of the columns; empty for none
 * @param rows cells in the order of the columns
 */
record DataTable(String title, List<String> head, List<List<String>> rows) {
  private static final int LONG = 16;

  DomContent render() {
    return Wide.of(
        title,
        table(
            iff(!head.isEmpty(), thead(tr(each(head, name -> th(name).attr("scope", "col"))))),
            tbody(
                each(
                    rows,
                    row ->
                        tr(
                            name(row.get(0)),
                            each(row.subList(1, row.size()).stream().map(cell -> td(cell))))))));
  }

  /** A row's name; a long one may break on a phone. */
  private static DomContent name(String text) {
    return th(text).attr("scope", "row").withCondClass(text.length() > LONG, "long");
  }
}
