package kleiber.analysis.figure;

import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The CSS of figures: colours for light and dark as custom properties, which a page may use and
 * override, and a class for each tone. A page that lets its reader choose sets {@code data-theme}
 * to {@code light} or {@code dark} on its root; without it the reader's system decides.
 */
public final class Stylesheet {
  static final String INK = "#1c2530";
  static final String QUIET = "#5b6672";
  static final String GRID = "#e4e8ec";
  static final String PAPER = "#ffffff";
  private static final String DARK =
      colours("#e8ecf0", "#a3adb8", "#2c343d", "#14181d", Tone::dark);
  private static final String LIGHT = colours(INK, QUIET, GRID, PAPER, Tone::light);

  private Stylesheet() {}

  /** The stylesheet, once for a page or inside a stand-alone file. */
  public static String css() {
    String tones =
        Tone.all().stream()
            .map(
                tone ->
                    ".figure .tone-%1$s,.strip .tone-%1$s{--tone:var(--tone-%1$s)}"
                        .formatted(tone.id()))
            .collect(Collectors.joining("\n"));
    return """
        :root{%s}
        @media (prefers-color-scheme:dark){:root{%s}}
        :root[data-theme=light]{%s}
        :root[data-theme=dark]{%s}
        @media print{:root,:root[data-theme]{%s}}
        %s
        .figure{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        .figure text{fill:var(--figure-ink)}
        .figure .quiet{fill:var(--figure-quiet)}
        .figure .paper{fill:var(--figure-paper)}
        .figure .grid{stroke:var(--figure-grid)}
        .figure .axis{stroke:var(--figure-quiet)}
        .figure .fill{fill:var(--tone)}
        .figure .stroke{stroke:var(--tone)}
        .figure .halo{stroke:var(--figure-paper)}
        .figure .point:hover{stroke:var(--figure-ink);stroke-width:2}
        """
        .formatted(LIGHT, DARK, LIGHT, DARK, LIGHT, tones);
  }

  private static String colours(
      String ink, String quiet, String grid, String paper, Function<Tone, String> colour) {
    return "--figure-ink:%s;--figure-quiet:%s;--figure-grid:%s;--figure-paper:%s;"
            .formatted(ink, quiet, grid, paper)
        + Tone.all().stream()
            .map(tone -> "--tone-" + tone.id() + ":" + colour.apply(tone))
            .collect(Collectors.joining(";"));
  }
}
