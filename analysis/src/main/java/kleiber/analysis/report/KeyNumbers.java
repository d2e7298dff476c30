package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.observations.Run;
import kleiber.analysis.uncertainty.Interval;

/** The numbers a reader takes away, large, each on a line with what it is to be compared with. */
final class KeyNumbers {
  private final FittedLaw law;
  private final FitReport report;

  KeyNumbers(FittedLaw law) {
    this.law = law;
    this.report = law.report();
  }

  DomContent render() {
    List<DomContent> cards = new ArrayList<>();
    List<HeldOut> heldOut = HeldOut.of(law);
    if (!heldOut.isEmpty()) {
      cards.add(prediction(heldOut.get(heldOut.size() - 1)));
    }
    if (report.allocates()) {
      cards.add(exponent("a", "Best size grows as C"));
      cards.add(exponent("b", "Best tokens grow as C"));
    }
    if (report.estimate().parameters().containsKey("E")) {
      cards.add(floor());
    }
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
            + Words.signedPercent(run.error())
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
        name + " = " + Words.number(value),
        intervalNote(value, interval),
        new IntervalStrip(
            name + " = " + Words.number(value) + ", interval " + Words.interval(value, interval),
            value,
            interval,
            List.of(
                published(PublishedExponents.CHINCHILLA, name, Tone.CHINCHILLA),
                published(PublishedExponents.KAPLAN, name, Tone.KAPLAN))));
  }

  private static IntervalStrip.Other published(PublishedExponents paper, String name, Tone tone) {
    return new IntervalStrip.Other(paper.say(name), paper.get(name), tone);
  }

  private DomContent floor() {
    double value = report.estimate().parameters().get("E");
    Interval interval = report.confidence().intervals().get("E");
    double lowest =
        Stream.concat(law.table().runs().stream(), law.table().holdouts().stream())
            .mapToDouble(Run::loss)
            .min()
            .orElse(value);
    return card(
        "Floor: what no size or data removes",
        "E = " + Words.number(value),
        intervalNote(value, interval),
        new IntervalStrip(
            "E = " + Words.number(value) + ", interval " + Words.interval(value, interval),
            value,
            interval,
            List.of(
                new IntervalStrip.Other(
                    "lowest measured " + Words.loss(lowest), lowest, Tone.DATA))));
  }

  private String intervalNote(double value, Interval interval) {
    return Words.level(report.confidence().level())
        + " interval "
        + Words.interval(value, interval);
  }

  private static DomContent card(String label, String number, String note, IntervalStrip strip) {
    return div(
            p(label).withClass("label"),
            p(number).withClass("number"),
            p(note).withClass("note"),
            strip.render())
        .withClass("card");
  }
}
