package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Run;
import kleiber.analysis.uncertainty.Interval;

/** The numbers a reader takes away, large, each on a line with what it is to be compared with. */
final class KeyNumbers {
  private final ShownLaw law;
  private final FitReport report;

  KeyNumbers(ShownLaw law) {
    this.law = law;
    this.report = law.report();
  }

  DomContent render() {
    List<DomContent> cards = new ArrayList<>();
    List<HeldOut> heldOut = HeldOut.of(law);
    if (!heldOut.isEmpty()) {
      cards.add(prediction(heldOut.get(heldOut.size() - 1)));
    }
    if (report.fit().allocates()) {
      cards.add(exponent("a", "Best size grows as C"));
      cards.add(exponent("b", "Best tokens grow as C"));
    }
    report.fit().law().floor().ifPresent(floor -> cards.add(floor(floor.name())));
    return div().withClass("cards").with(cards);
  }

  private DomContent prediction(HeldOut run) {
    TargetWords words = new TargetWords(report.target());
    return card(
        "Held-out run" + run.reach(),
        words.value(run.predicted()),
        "predicted; "
            + words.value(run.measured())
            + " measured, off by "
            + Phrases.signedPercent(run.error())
            + ", "
            + (run.inside() ? "inside" : "outside")
            + " the interval",
        new IntervalStrip(
            "predicted "
                + words.value(run.predicted())
                + ", interval "
                + words.interval(run.interval()),
            run.predicted(),
            run.interval(),
            List.of(
                new IntervalStrip.Other(
                    "measured " + words.value(run.measured()), run.measured(), Tone.HELD_OUT))));
  }

  private DomContent exponent(String name, String label) {
    double value = report.estimate().parameters().get(name);
    Interval interval = report.confidence().intervals().get(name);
    return card(
        label + " to the power " + name,
        name + " = " + Phrases.number(value),
        intervalNote(value, interval),
        new IntervalStrip(
            name
                + " = "
                + Phrases.number(value)
                + ", interval "
                + Phrases.interval(value, interval),
            value,
            interval,
            List.of(
                published(PublishedExponents.CHINCHILLA, name, Tone.CHINCHILLA),
                published(PublishedExponents.KAPLAN, name, Tone.KAPLAN))));
  }

  private static IntervalStrip.Other published(PublishedExponents paper, String name, Tone tone) {
    return new IntervalStrip.Other(paper.say(name), paper.get(name), tone);
  }

  private DomContent floor(String name) {
    double value = report.estimate().parameters().get(name);
    Interval interval = report.confidence().intervals().get(name);
    double lowest =
        Stream.concat(law.table().runs().stream(), law.table().holdouts().stream())
            .mapToDouble(Run::loss)
            .min()
            .orElse(value);
    return card(
        "Floor: what no size or data removes",
        name + " = " + Phrases.number(value),
        intervalNote(value, interval),
        new IntervalStrip(
            name
                + " = "
                + Phrases.number(value)
                + ", interval "
                + Phrases.interval(value, interval),
            value,
            interval,
            List.of(
                new IntervalStrip.Other(
                    "lowest measured " + Phrases.loss(lowest), lowest, Tone.DATA))));
  }

  private String intervalNote(double value, Interval interval) {
    return Phrases.level(report.fit().level()) + " interval " + Phrases.interval(value, interval);
  }

  /** A number on a card, with what it is and how sure it is. */
  static DomContent card(String label, String number, String note, IntervalStrip strip) {
    return div(
            p(label).withClass("label"),
            p(number).withClass("number"),
            p(note).withClass("note"),
            strip.render())
        .withClass("card");
  }
}
