package kleiber.app.train;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of a {@link ModelSheet} that stand together: those of some equal layers, once, or those
 * between stacks.
 */
final class SheetSection {
  private static final Pattern OF_LAYER = Pattern.compile("(.*layers)\\.(\\d+)\\.(.*)");

  private final String stack;
  private final List<Integer> layers = new ArrayList<>();
  private final List<SheetRow> rows;

  private SheetSection(String stack, List<SheetRow> rows) {
    this.stack = stack;
    this.rows = rows;
  }

  /** Rows in sections: neighbours of one layer, and all layers of a stack that are equal. */
  static List<SheetSection> of(List<SheetRow> rows) {
    List<SheetSection> sections = new ArrayList<>();
    List<SheetRow> open = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Matcher layer = OF_LAYER.matcher(rows.get(i).name());
      boolean inLayer = layer.matches();
      open.add(inLayer ? rows.get(i).named(layer.group(3)) : rows.get(i));
      String here = place(rows.get(i));
      if (i == rows.size() - 1 || !place(rows.get(i + 1)).equals(here)) {
        close(sections, inLayer ? layer.group(1) : "", inLayer ? layer.group(2) : "", open);
        open = new ArrayList<>();
      }
    }
    return sections;
  }

  private static String place(SheetRow row) {
    Matcher layer = OF_LAYER.matcher(row.name());
    return layer.matches() ? layer.group(1) + "." + layer.group(2) : "";
  }

  private static void close(
      List<SheetSection> sections, String stack, String layer, List<SheetRow> rows) {
    if (!layer.isEmpty()) {
      for (SheetSection section : sections) {
        if (section.stack.equals(stack) && section.rows.equals(rows)) {
          section.layers.add(Integer.valueOf(layer));
          return;
        }
      }
    }
    SheetSection section = new SheetSection(stack, rows);
    if (!layer.isEmpty()) {
      section.layers.add(Integer.valueOf(layer));
    }
    sections.add(section);
  }

  /** What is printed of it: for layers, the sums of all, then the ops of one. */
  List<SheetRow> printed() {
    if (layers.isEmpty()) {
      return rows;
    }
    List<SheetRow> printed = new ArrayList<>();
    printed.add(SheetRow.sum(title(), words(), all()));
    rows.forEach(row -> printed.add(row.named("  " + row.name())));
    return printed;
  }

  /** The lines of all its layers. */
  private List<SheetRow> all() {
    List<SheetRow> all = new ArrayList<>(rows);
    for (int i = 1; i < layers.size(); i++) {
      all.addAll(rows);
    }
    return all;
  }

  private String title() {
    int first = layers.get(0);
    int last = layers.get(layers.size() - 1);
    if (layers.size() == 1) {
      return stack + "." + first;
    }
    boolean unbroken = last - first == layers.size() - 1;
    return stack
        + "."
        + (unbroken
            ? first + " to " + last
            : layers.stream().limit(3).map(String::valueOf).collect(Collectors.joining(", "))
                + (layers.size() > 3 ? " to " + last : ""));
  }

  private String words() {
    return layers.size() == 1 ? "" : "sum of " + layers.size() + " alike; each is:";
  }
}
