package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.figure.SvgRenderer;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.law.Symbols;
import kleiber.analysis.study.FitReport;

/** One law: formula, parameters, held-out runs, figures, checks, warnings. */
final class LawSection {
  private final Findings findings;
  private final ShownLaw law;
  private final FitReport report;

  LawSection(Findings findings, ShownLaw law) {
    this.findings = findings;
    this.law = law;
    this.report = law.report();
  }

  List<DomContent> render() {
    List<DomContent> parts = new ArrayList<>();
    parts.add(fit());
    parts.add(
        section(
                h2("Figures"),
                p("Point at, tap or step through (arrow keys) the points to read them.")
                    .withClass("scripted quiet"),
                div(each(law.figures(), f -> drawing(f))).withClass("figures"))
            .withId(id("figures")));
    parts.add(section(h2("Checks"), tables(new CheckTables(report).all())).withId(id("checks")));
    parts.add(warnings());
    return parts;
  }

  /** The first law has the plain names, to which the summary points. */
  private String id(String name) {
    return findings.laws().indexOf(law) == 0 ? name : name + "-" + report.fit().law().id();
  }

  private DomContent fit() {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("The law: " + report.fit().law().id()));
    parts.add(p(new Formula(report.fit().law().formula()).render()).withClass("display"));
    parts.add(
        p(
            text(
                "From "
                    + report.fit().law().source()
                    + ", fitted to "
                    + fittedTo()
                    + " by "
                    + report.estimate().penalty()
                    + ". Intervals hold "
                    + Phrases.level(report.fit().level())
                    + " of "
                    + report.fit().internal().draws().size()
                    + " refits to runs drawn again with replacement."
                    + pooled())));
    report.fitted().notes().forEach(note -> parts.add(p(Phrases.sentence(note))));
    List<DataTable> tables = new ArrayList<>(List.of(parameters()));
    if (!report.checks().holdouts().isEmpty()) {
      tables.add(heldOut());
    }
    if (!law.predicted().isEmpty()) {
      tables.add(predicted());
    }
    parts.add(tables(tables));
    return section().withId(id("law")).with(parts);
  }

  private String fittedTo() {
    return report.checks().optima().isEmpty()
        ? Phrases.count(report.fitted().runs(), "run")
        : report.fitted().runs() + " values of the " + report.target().name();
  }

  private String pooled() {
    return report.fit().pooled().isEmpty()
        ? ""
        : " Predictions pool " + report.fit().voices() + ".";
  }

  private static DomContent tables(List<DataTable> tables) {
    return div(each(tables, DataTable::render)).withClass("tables");
  }

  private DataTable parameters() {
    boolean compared =
        report.estimate().parameters().keySet().stream().anyMatch(n -> !published(n).isEmpty());
    List<String> head =
        new ArrayList<>(List.of("", "value", Phrases.level(report.fit().level()) + " interval"));
    if (compared) {
      head.add("published");
    }
    List<List<String>> rows = new ArrayList<>();
    report
        .estimate()
        .parameters()
        .forEach(
            (name, value) ->
                rows.add(
                    List.of(
                            Symbols.of(name),
                            Phrases.number(value),
                            Phrases.interval(value, report.confidence().intervals().get(name)),
                            published(name))
                        .subList(0, head.size())));
    return new DataTable("Parameters", head, rows);
  }

  /** a and b of both papers; what Hoffmann et al. found for the same law, where it compares. */
  private String published(String name) {
    if (report.isOfTheSplit(name)) {
      return PublishedExponents.CHINCHILLA.say(name) + ", " + PublishedExponents.KAPLAN.say(name);
    }
    if (!(report.fit().law() instanceof Chinchilla)) {
      return "";
    }
    return switch (name) {
      case "alpha", "beta" -> "Chinchilla " + Chinchilla.HOFFMANN.get(name);
      case "E" -> "Chinchilla " + Chinchilla.HOFFMANN.get(name) + ", other tokens";
      default -> "";
    };
  }

  private DataTable heldOut() {
    TargetWords words = new TargetWords(report.target());
    return new DataTable(
        "Held-out runs, which the fit never saw",
        List.of("run", "compute", "predicted", "interval", "measured", "error", "inside"),
        HeldOut.of(law).stream()
            .map(
                run ->
                    List.of(
                        run.run().id(),
                        run.times(),
                        words.value(run.predicted()),
                        words.interval(run.interval()),
                        words.value(run.measured()),
                        Phrases.signedPercent(run.error()),
                        run.inside() ? "yes" : "no"))
            .toList());
  }

  private DataTable predicted() {
    TargetWords words = new TargetWords(report.target());
    return new DataTable(
        "Predicted models, which were not trained",
        List.of("compute", "FLOPs", "parameters", "tokens", "predicted", "interval"),
        law.predicted().stream()
            .map(
                model ->
                    List.of(
                        Phrases.times(model.distance().computeRatio()),
                        Phrases.number(model.flops()),
                        Phrases.number(model.n()),
                        Phrases.number(model.d()),
                        words.value(model.prediction().loss()),
                        words.interval(model.prediction().newRun())))
            .toList());
  }

  /** A figure on the page. */
  static DomContent drawing(kleiber.analysis.figure.Figure drawn) {
    return figure(rawHtml(SvgRenderer.inline(drawn)), figcaption(drawn.caption()));
  }

  private DomContent warnings() {
    List<String> all = report.confidence().warnings();
    DomContent content =
        all.isEmpty() ? p("None.") : ul(each(all, LawSection::warning)).withClass("warnings");
    return section(h2("Warnings"), content).withId(id("warnings"));
  }

  /** The kind stands before the colon. */
  /** A warning, its kind in bold. */
  static DomContent warning(String words) {
    int colon = words.indexOf(": ");
    return colon < 0
        ? li(words)
        : li(strong(words.substring(0, colon)), text(words.substring(colon)));
  }
}
