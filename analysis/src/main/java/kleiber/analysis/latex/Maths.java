package kleiber.analysis.latex;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names, formulas and numbers in LaTeX's mathematics. */
final class Maths {
  private static final Map<String, String> GREEK =
      Map.of("α", "\\alpha", "β", "\\beta", "γ", "\\gamma");
  private static final Map<String, String> INDICES =
      Map.of("min", "\\min", "crit", "\\mathrm{crit}", "exponent", "");
  private static final Pattern NAME =
      Pattern.compile("(alpha|beta|gamma|[\\p{L}])_?([\\p{L}]*?\\d*)(star|\\*)?");
  private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final Pattern RAISED = Pattern.compile("[⁻" + DIGITS + "]+");
  private static final Pattern PART =
      Pattern.compile("[\\p{L}][\\p{L}\\d_]*\\*?|\\^\\(|\\^−?[\\p{L}\\d_]+|[()]|.");

  private Maths() {}

  /** A parameter by the name that the fit gives it: alphaN is \alpha_{N}. */
  static String name(String parameter) {
    if (parameter.equals("N_exponent")) {
      return "a";
    }
    if (parameter.equals("D_exponent")) {
      return "b";
    }
    Matcher name = NAME.matcher(parameter);
    if (!name.matches()) {
      return "\\mathrm{" + parameter.replace("_", "\\_") + "}";
    }
    String letter = name.group(1);
    String index = name.group(2);
    return (letter.length() > 1 ? "\\" + letter : GREEK.getOrDefault(letter, letter))
        + (index.isEmpty() ? "" : "_{" + INDICES.getOrDefault(index, index) + "}")
        + (name.group(3) == null ? "" : "^{*}");
  }

  /** A law's formula, without what its text says after a comma. */
  static String formula(String plain) {
    StringBuilder out = new StringBuilder();
    String braces = "";
    Matcher part = PART.matcher(plain.replaceFirst(", .*", ""));
    while (part.find()) {
      String text = part.group();
      if (text.equals("^(")) {
        out.append("^{");
        braces += "}";
      } else if (text.startsWith("^")) {
        boolean minus = text.startsWith("^−");
        out.append("^{")
            .append(minus ? "-" : "")
            .append(name(text.substring(minus ? 2 : 1)))
            .append('}');
      } else if (text.equals("(")) {
        out.append('(');
        braces += ")";
      } else if (text.equals(")") && !braces.isEmpty()) {
        out.append(braces.charAt(braces.length() - 1));
        braces = braces.substring(0, braces.length() - 1);
      } else {
        out.append(piece(text));
      }
    }
    return out.toString();
  }

  private static String piece(String text) {
    return switch (text) {
      case "·" -> " ";
      case "−" -> "-";
      case "Π" -> "\\prod_i ";
      case "αN", "αD", "αS", "αB" -> "\\alpha_{" + text.charAt(1) + "}";
      default -> Character.isLetter(text.charAt(0)) ? name(text) : text;
    };
  }

  /** Prose with what LaTeX would take for commands made harmless, and powers of ten raised. */
  static String prose(String plain) {
    String harmless =
        plain
            .replace("\\", "\0")
            .replaceAll("([_%&#${}])", "\\\\$1")
            .replace("\0", "\\textbackslash{}")
            .replace("~", "\\textasciitilde{}")
            .replace("^", "\\textasciicircum{}")
            .replace("×", "$\\times$");
    return RAISED
        .matcher(harmless)
        .replaceAll(
            raised ->
                Matcher.quoteReplacement(
                    "$^{"
                        + raised
                            .group()
                            .chars()
                            .mapToObj(c -> c == '⁻' ? "-" : "" + DIGITS.indexOf(c))
                            .collect(Collectors.joining())
                        + "}$"));
  }

  /** Four significant digits: 1.784, 1.2 \times 10^{18}. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "\\text{--}";
    }
    double size = Math.abs(value);
    if (value != 0 && (size < 1e-3 || size >= 1e5)) {
      String[] parts = String.format(Locale.ROOT, "%.3e", value).split("e", 2);
      return parts[0] + " \\times 10^{" + Integer.parseInt(parts[1]) + "}";
    }
    int decimals = value == 0 ? 0 : (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
