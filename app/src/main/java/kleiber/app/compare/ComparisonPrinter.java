package kleiber.app.compare;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.analysis.compare.Comparison;
import kleiber.analysis.compare.Rung;
import kleiber.analysis.compare.VerdictWords;
import kleiber.app.TextTable;
import kleiber.core.Rounded;

/** A comparison as a table and a few lines. */
final class ComparisonPrinter {
  private ComparisonPrinter() {}

  static void print(Comparison found, PrintWriter out) {
    VerdictWords words = new VerdictWords(found);
    TextTable table =
        new TextTable(
            "size", "N", "FLOPs", "loss", "variant N", "FLOPs", "loss", "compute", "interval");
    for (Comparison.SizeGain size : found.sizes()) {
      Rung base = size.base();
      Rung variant = size.variant();
      table.row(
          base.name(),
          Rounded.count((long) base.params()),
          String.format(Locale.ROOT, "%.2e", base.flops()),
          String.format(Locale.ROOT, "%.4f", base.loss()),
          Rounded.count((long) variant.params()),
          String.format(Locale.ROOT, "%.2e", variant.flops()),
          String.format(Locale.ROOT, "%.4f", variant.loss()),
          VerdictWords.times(size.gain().value()),
          size.gain().interval().isKnown()
              ? VerdictWords.times(size.gain().interval().low())
                  + " to "
                  + VerdictWords.times(size.gain().interval().high())
              : "");
    }
    out.print(table.toText());
    line("law", law(found), out);
    line("compute", words.estimate(found.gain()), out);
    line("trend", words.trend(), out);
    line("wall clock", words.wallClock(), out);
    line("target", words.projection(), out);
    found.notes().forEach(note -> line("note", note, out));
    found.warnings().forEach(warning -> line("warning", warning, out));
    line("verdict", words.verdict() + ": " + words.sentence(), out);
    line("", words.resolution(), out);
  }

  private static String law(Comparison found) {
    if (found.lawGiven()) {
      return String.format(
          Locale.ROOT,
          "L = E + A/C^α with E %.3g and α %.3g, as given",
          found.law().floor(),
          found.law().exponent());
    }
    return String.format(
        Locale.ROOT,
        "L = E + A/C^α of the base, E %.3g (%.3g to %.3g), α %.3g (%.3g to %.3g)",
        found.law().floor(),
        found.floor().low(),
        found.floor().high(),
        found.law().exponent(),
        found.exponent().low(),
        found.exponent().high());
  }

  private static void line(String name, String words, PrintWriter out) {
    if (!words.isEmpty()) {
      out.printf(Locale.ROOT, "%-10s %s%n", name, words);
    }
  }
}
