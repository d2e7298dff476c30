package kleiber.analysis.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.core.schema.Quantity;

/**
 * What a column counts in: 1e6 where 70 means seventy million.
 *
 * @param name as one gives it, such as {@code M} or {@code 1e18}
 * @param factor parameters, tokens or FLOPs in one
 */
public record Unit(String name, double factor) {
  /** One at a time. */
  public static final Unit ONE = new Unit("1", 1);

  /** 10¹⁵ FLOPs per second for a day: Kaplan et al., arXiv:2001.08361, count in these. */
  static final Unit PETAFLOP_DAY = new Unit("PF-days", 8.64e19);

  /** Powers of a thousand that tables are written in, with their own names where they have some. */
  static final List<Unit> POWERS =
      List.of(
          new Unit("1e-12", 1e-12),
          new Unit("1e-9", 1e-9),
          new Unit("1e-6", 1e-6),
          new Unit("1e-3", 1e-3),
          new Unit("k", 1e3),
          new Unit("M", 1e6),
          new Unit("B", 1e9),
          new Unit("T", 1e12),
          new Unit("1e15", 1e15),
          new Unit("1e18", 1e18),
          new Unit("1e21", 1e21),
          new Unit("1e24", 1e24));

  private static final Map<String, Double> WORDS =
      Map.ofEntries(
          Map.entry("k", 1e3),
          Map.entry("thousand", 1e3),
          Map.entry("m", 1e6),
          Map.entry("mn", 1e6),
          Map.entry("million", 1e6),
          Map.entry("b", 1e9),
          Map.entry("bn", 1e9),
          Map.entry("g", 1e9),
          Map.entry("billion", 1e9),
          Map.entry("t", 1e12),
          Map.entry("trillion", 1e12),
          Map.entry("p", 1e15),
          Map.entry("e", 1e18),
          Map.entry("z", 1e21),
          Map.entry("pfdays", PETAFLOP_DAY.factor),
          Map.entry("petaflopsdays", PETAFLOP_DAY.factor));

  /** The unit of a name: a suffix, a word, a number, or {@code PF-days}. */
  static Optional<Unit> find(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT)
            .replaceFirst("^in ", "")
            .replaceFirst("^([kmgtpez])flops?$", "$1")
            .replaceFirst("^([a-z]+llion|thousand)s$", "$1")
            .replaceAll("[-/ ]", "")
            .replaceFirst("^(pf|petaflops)day$", "$1days");
    if (WORDS.containsKey(plain)) {
      return Optional.of(new Unit(text, WORDS.get(plain)));
    }
    try {
      double factor = Quantity.parse(text).doubleValue();
      return factor > 0 && Double.isFinite(factor)
          ? Optional.of(new Unit(text, factor))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The unit that an option gives.
   *
   * @throws KleiberException where it is none
   */
  public static Unit of(String text, String option) {
    return find(text.strip())
        .orElseThrow(
            () ->
                KleiberException.usage(
                    option
                        + ": \""
                        + text
                        + "\" is not a unit; give k, M, B, T, a number such as 1e18, or PF-days"));
  }
}
