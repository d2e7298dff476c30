package kleiber.analysis.law;

import java.util.Map;

/** How formulas write the parameters that files name in plain letters. */
public final class Symbols {
  private static final Map<String, String> SYMBOLS =
      Map.ofEntries(
          Map.entry("alpha", "α"),
          Map.entry("beta", "β"),
          Map.entry("gamma", "γ"),
          Map.entry("alphaN", "αN"),
          Map.entry("alphaD", "αD"),
          Map.entry("alphaS", "αS"),
          Map.entry("alphaB", "αB"),
          Map.entry("Bstar", "B*"),
          Map.entry("RDstar", "R_D*"),
          Map.entry("RNstar", "R_N*"),
          Map.entry("N_exponent", "a"),
          Map.entry("D_exponent", "b"));

  private Symbols() {}

  /** A parameter's name as its law's formula writes it. */
  public static String of(String parameter) {
    return SYMBOLS.getOrDefault(parameter, parameter);
  }
}
