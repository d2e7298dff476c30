package kleiber.analysis.report;

import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.planner.PredictedModel;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.table.Run;
import kleiber.analysis.uncertainty.Interval;

/** What was trained, found and predicted, in words that a newcomer understands. */
final class Summary {
  private final Findings findings;

  Summary(Findings findings) {
    this.findings = findings;
  }

  List<DomContent> paragraphs() {
    List<DomContent> paragraphs = new ArrayList<>();
    paragraphs.add(p(trained()));
    if (findings.law().isEmpty()) {
      paragraphs.add(p("No law was fitted: " + findings.unfitted() + "."));
      return paragraphs;
    }
    ShownLaw law = findings.law().get();
    FitReport report = law.report();
    paragraphs.addAll(found(report));
    paragraphs.add(p(right(law)));
    law.predicted().forEach(model -> paragraphs.add(p(asked(model, report))));
    paragraphs.addAll(new Trust(report).paragraphs());
    return paragraphs;
  }

  private String trained() {
    List<Run> completed =
        findings.runs().stream().map(ReportedRun::run).filter(run -> run != null).toList();
    List<ReportedRun> leftOut = findings.runs(ReportedRun.Role.LEFT_OUT);
    int withoutLoss = (int) leftOut.stream().filter(run -> run.row().isCompleted()).count();
    int notCompleted = leftOut.size() - withoutLoss;
    StringBuilder words = new StringBuilder();
    words
        .append(Phrases.count(completed.size(), "language model"))
        .append(completed.size() == 1 ? " was trained" : " were trained");
    range(words, ", with ", completed, Run::n, " parameters");
    range(words, ", each on ", completed, Run::d, " tokens");
    words.append('.');
    double seconds =
        findings.runs().stream().mapToDouble(ReportedRun::seconds).filter(Double::isFinite).sum();
    if (seconds > 0) {
      words
          .append(" Together they took ")
          .append(Phrases.duration(seconds))
          .append(" of training.");
    }
    if (withoutLoss > 0) {
      words
          .append(' ')
          .append(Phrases.count(withoutLoss, "more run"))
          .append(" ended without a finite ")
          .append(findings.target().name())
          .append(" and did not enter the fit.");
    }
    if (notCompleted > 0) {
      words
          .append(' ')
          .append(Phrases.count(notCompleted, "more run"))
          .append(" did not complete; the table of runs says why.");
    }
    int notFitted = findings.runs(ReportedRun.Role.NOT_FITTED).size();
    if (notFitted > 0) {
      words
          .append(" The law was not fitted to ")
          .append(notFitted)
          .append(" of them; the table of runs says why.");
    }
    return words.toString();
  }

  private static void range(
      StringBuilder words,
      String before,
      List<Run> runs,
      ToDoubleFunction<Run> quantity,
      String after) {
    double low = runs.stream().mapToDouble(quantity).min().orElse(Double.NaN);
    double high = runs.stream().mapToDouble(quantity).max().orElse(Double.NaN);
    if (!Double.isFinite(low) || !Double.isFinite(high)) {
      return;
    }
    String from = NumberStyle.COUNT.text(low);
    String to = NumberStyle.COUNT.text(high);
    words.append(before).append(from.equals(to) ? from : from + " to " + to).append(after);
  }

  private static List<DomContent> found(FitReport report) {
    FittedQuantity target = report.target();
    String what =
        target.isLoss()
            ? "Their loss, the mean surprise at the next token in nats (lower is better), follows"
            : "The %s (%s below)%s follows"
                .formatted(
                    target.name(),
                    report.fit().law().formula().replaceFirst(" .*", ""),
                    inUnit(target));
    String spread =
        (report.checks().optima().isEmpty() ? "Single runs deviate" : "Single values deviate")
            + " from it by "
            + Phrases.percent(report.confidence().diagnostics().residualSd())
            + ".";
    return List.of(
        p(what),
        p(new Formula(report.fit().law().formula()).with(report.estimate().parameters()).render())
            .withClass("display"),
        p(spread + (report.fit().allocates() ? allocation(report) : "")));
  }

  private static String inUnit(FittedQuantity target) {
    return target.unit().isEmpty() ? "" : ", in " + target.unit() + ",";
  }

  private static String allocation(FitReport report) {
    Interval a = report.confidence().intervals().get("a");
    double size = Math.pow(10, report.estimate().parameters().get("a"));
    return " For ten times the compute, the best model is %s larger (%s interval %s) and reads %s as many tokens."
        .formatted(
            Phrases.times(size),
            Phrases.level(report.fit().level()),
            Phrases.interval(size, new Interval(Math.pow(10, a.low()), Math.pow(10, a.high()))),
            Phrases.times(10 / size));
  }

  private static String right(ShownLaw law) {
    FitReport report = law.report();
    TargetWords words = new TargetWords(report.target());
    List<HeldOut> heldOut = HeldOut.of(law);
    if (heldOut.isEmpty()) {
      return "No run was held out, so how far the law reaches was not tested here.";
    }
    long inside = heldOut.stream().filter(HeldOut::inside).count();
    HeldOut first = heldOut.get(0);
    if (heldOut.size() == 1) {
      return "To check it, one model was kept out of the fit, trained"
          + first.distance()
          + ". "
          + who(report)
          + " predicted "
          + words.value(first.predicted())
          + ", with "
          + words.interval(first.interval())
          + " as the "
          + Phrases.level(report.fit().level())
          + " interval; the measurement was "
          + words.value(first.measured())
          + ". The prediction was off by "
          + Phrases.signedPercent(first.error())
          + " and the measurement lies "
          + (inside == 1 ? "inside" : "outside")
          + " the interval.";
    }
    double mean =
        heldOut.stream().mapToDouble(run -> Math.abs(run.error())).average().orElseThrow();
    return "To check it, "
        + heldOut.size()
        + " models were kept out of the fit, the most expensive trained"
        + heldOut.get(heldOut.size() - 1).distance()
        + ". "
        + who(report)
        + " was off by "
        + Phrases.percent(mean)
        + " on average; "
        + inside
        + " of "
        + heldOut.size()
        + " measurements lie inside their "
        + Phrases.level(report.fit().level())
        + " intervals.";
  }

  private static String asked(PredictedModel model, FitReport report) {
    TargetWords words = new TargetWords(report.target());
    return "The best model of "
        + Phrases.number(model.flops())
        + " FLOPs, "
        + Phrases.times(model.distance().computeRatio())
        + " the compute of the most expensive fitted, has "
        + NumberStyle.COUNT.text(model.n())
        + " parameters and reads "
        + NumberStyle.COUNT.text(model.d())
        + " tokens. It was not trained: its predicted "
        + report.target().name()
        + " is "
        + words.value(model.prediction().loss())
        + ", with "
        + words.interval(model.prediction().newRun())
        + " as the "
        + Phrases.level(report.fit().level())
        + " interval.";
  }

  /** Who predicts: the law alone, or all that are pooled. */
  private static String who(FitReport report) {
    return report.fit().pooled().isEmpty()
        ? "The law"
        : "The pool of laws (" + report.fit().voices() + ")";
  }
}
