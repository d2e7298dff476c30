package kleiber.analysis.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.sup;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.analysis.law.Symbols;

/**
 * A law's formula, set with raised exponents.
 *
 * @param plain such as L = E + A/N^α
 */
record Formula(String plain) {
  private static final Pattern EXPONENT =
      Pattern.compile("\\^(\\([^()]*\\)|[−-]?[\\p{L}\\d.*_×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)");

  /** With values in place of names; unchanged where the formula does not name them all. */
  Formula with(Map<String, Double> parameters) {
    List<String> longestFirst = new ArrayList<>(parameters.keySet());
    longestFirst.removeAll(List.of("a", "b"));
    longestFirst.sort(Comparator.comparingInt(name -> -Symbols.of(name).length()));
    String filled = plain;
    for (String name : longestFirst) {
      String pattern = "(?<![\\p{L}\\d])" + Pattern.quote(Symbols.of(name)) + "(?![\\p{L}\\d'*_])";
      String value = Matcher.quoteReplacement(Phrases.number(parameters.get(name)));
      String next = filled.replaceAll(pattern, value);
      if (next.equals(filled)) {
        return this;
      }
      filled = next;
    }
    return new Formula(filled);
  }

  DomContent render() {
    List<DomContent> parts = new ArrayList<>();
    Matcher exponent = EXPONENT.matcher(plain);
    int from = 0;
    while (exponent.find()) {
      parts.add(text(plain.substring(from, exponent.start())));
      parts.add(sup(exponent.group(1)));
      from = exponent.end();
    }
    parts.add(text(plain.substring(from)));
    return span(each(parts.stream())).withClass("formula");
  }
}
