package kleiber.analysis.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.analysis.compare.CompareFile;
import kleiber.analysis.compare.Comparison;
import kleiber.analysis.compare.Rung;
import kleiber.analysis.compare.VerdictWords;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.gallery.GainFigures;
import kleiber.analysis.gallery.Gallery;
import kleiber.core.output.AtomicFile;

/**
 * The report of a comparison: {@code report.html}, {@code compare.json} and figures.
 *
 * @param found what was found
 * @param command what the user gave, to be repeated
 * @param version of this program
 */
public record ComparisonReport(Comparison found, String command, String version) {
  /**
   * Writes everything.
   *
   * @return the page
   * @throws kleiber.core.KleiberException when the folder cannot be written
   */
  public Path write(Path folder) {
    Path page = folder.resolve("report.html");
    List<Figure> figures = GainFigures.of(found);
    AtomicFile.replace(page, render(figures));
    CompareFile.write(folder.resolve("compare.json"), found);
    Gallery.write(figures, folder.resolve("figures"));
    return page;
  }

  private String render(List<Figure> figures) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("summary", "Summary");
    links.put("figures", "Figures");
    links.put("sizes", "Sizes");
    links.put("warnings", "Warnings");
    links.put("made", "How it was made");
    return new Frame(
            "Kleiber comparison", found.variant() + " against " + found.base(), links, version)
        .render(
            List.of(
                summary(),
                section(h2("Figures"), div(each(figures, LawSection::drawing)).withClass("figures"))
                    .withId("figures"),
                sizes(),
                warnings(),
                made()));
  }

  private DomContent summary() {
    VerdictWords words = new VerdictWords(found);
    List<DomContent> parts = new ArrayList<>();
    parts.add(p(strong(Phrases.sentence(words.verdict())), text(" " + words.sentence())));
    Stream.of(words.resolution())
        .filter(line -> !line.isEmpty())
        .forEach(line -> parts.add(p(Phrases.sentence(line))));
    parts.add(p("The gain goes " + words.trend() + "."));
    return section(div().with(parts), div().withClass("cards").with(cards())).withId("summary");
  }

  private List<DomContent> cards() {
    List<DomContent> cards = new ArrayList<>();
    card("Compute-equivalent gain", found.gain(), cards);
    card("Gain by the clock", found.wallClock(), cards);
    if (found.projection() != null) {
      card(
          "Projected to " + Phrases.number(found.projection().flops()) + " FLOPs",
          found.projection().gain(),
          cards);
    }
    return cards;
  }

  private void card(String label, Comparison.Estimate gain, List<DomContent> cards) {
    if (!Double.isFinite(gain.value())
        || !gain.interval().isKnown()
        || Double.isInfinite(gain.interval().high())) {
      return;
    }
    String number = VerdictWords.times(gain.value());
    String interval = new VerdictWords(found).interval(gain);
    cards.add(
        KeyNumbers.card(
            label,
            number,
            interval,
            new IntervalStrip(
                number + ", " + interval,
                gain.value(),
                gain.interval(),
                List.of(new IntervalStrip.Other("no gain", 1, Tone.MUTED)))));
  }

  private DomContent sizes() {
    VerdictWords words = new VerdictWords(found);
    List<List<String>> rows = new ArrayList<>();
    for (Comparison.SizeGain size : found.sizes()) {
      rows.add(
          List.of(
              size.base().name(),
              trained(size.base()),
              Phrases.number(size.base().flops()),
              loss(size.base()),
              trained(size.variant()),
              Phrases.number(size.variant().flops()),
              loss(size.variant()),
              VerdictWords.times(size.gain().value()),
              words.interval(size.gain()),
              Phrases.number(size.base().tokensPerSecond()),
              Phrases.number(size.variant().tokensPerSecond())));
    }
    return section(
            h2("Sizes"),
            div(new DataTable(
                        "Both at each size, losses as means over seeds",
                        List.of(
                            "",
                            "base N, D",
                            "FLOPs",
                            "loss",
                            "variant N, D",
                            "FLOPs",
                            "loss",
                            "gain",
                            "interval",
                            "base tokens/s",
                            "variant tokens/s"),
                        rows)
                    .render())
                .withClass("tables"))
        .withId("sizes");
  }

  private static String trained(Rung rung) {
    return Phrases.number(rung.params()) + ", " + Phrases.number(rung.tokens());
  }

  private static String loss(Rung rung) {
    return Phrases.loss(rung.loss()) + (rung.bracketed() ? "" : " (at an end)");
  }

  private DomContent warnings() {
    DomContent content =
        found.warnings().isEmpty()
            ? p("None.")
            : ul(each(found.warnings(), LawSection::warning)).withClass("warnings");
    return section(h2("Warnings"), content).withId("warnings");
  }

  private DomContent made() {
    return section(
            h2("How it was made"),
            p(code(command)),
            p(
                "The gain at a size is the compute at which the base would reach the variant's loss,"
                    + " over the compute that the variant took. The base's loss follows L = E + A/C^α"
                    + " through its own run, with E "
                    + Phrases.number(found.law().floor())
                    + " ("
                    + Phrases.interval(found.law().floor(), found.floor())
                    + ") and α "
                    + Phrases.number(found.law().exponent())
                    + " ("
                    + Phrases.interval(found.law().exponent(), found.exponent())
                    + "). By the clock the base is taken to compute as many FLOPs a second as it did"
                    + " at that size."),
            ul(each(found.notes(), note -> li(Phrases.sentence(note)))))
        .withId("made");
  }
}
