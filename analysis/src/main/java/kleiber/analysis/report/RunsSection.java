package kleiber.analysis.report;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.button;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/**
 * Every run of the table, those that did not complete with their reasons. A row opens to the run's
 * configuration and learning curve; what all runs have in common is said once.
 */
final class RunsSection {
  private final Findings findings;
  private final Map<String, String> common;

  /** Whether the law predicts what the column of the runs holds. */
  private final boolean predicted;

  private final TargetWords words;

  RunsSection(Findings findings) {
    this.findings = findings;
    this.common = common(findings.runs());
    this.predicted =
        findings.law().filter(law -> law.report().checks().optima().isEmpty()).isPresent();
    this.words = new TargetWords(findings.target());
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("run", "N", "D", "C", findings.target().name()));
    if (predicted) {
      columns.addAll(List.of("predicted", "error"));
    }
    columns.addAll(List.of("seed", "time", "outcome"));
    return columns;
  }

  private static Map<String, String> common(List<ReportedRun> runs) {
    if (runs.size() < 2) {
      return Map.of();
    }
    return runs.get(0).values().entrySet().stream()
        .filter(
            entry ->
                runs.stream()
                    .allMatch(
                        run -> Objects.equals(run.values().get(entry.getKey()), entry.getValue())))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, two) -> one, LinkedHashMap::new));
  }

  DomContent render() {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("Runs"));
    parts.add(p(counts() + " Open a run to see its configuration and its learning curve."));
    long tooLarge = findings.runs().stream().filter(run -> run.norms().isTooLarge()).count();
    if (tooLarge > 0) {
      parts.add(
          p(
              "In "
                  + Phrases.count((int) tooLarge, "run")
                  + " attention logits rose above 100, and training was about to diverge: lower the"
                  + " rate, or set model.qkNorm. Open a run to see."));
    }
    parts.add(
        Wide.of(
            "Every row of the table",
            table(
                    thead(tr(each(columns(), RunsSection::heading))),
                    each(findings.runs(), this::run))
                .withClass("runs")));
    if (!common.isEmpty()) {
      parts.add(details(summary("The same in every run"), pre(lines(common))));
    }
    return section().withId("runs").with(parts);
  }

  private String counts() {
    return Stream.of(ReportedRun.Role.values())
            .filter(role -> !findings.runs(role).isEmpty())
            .map(role -> findings.runs(role).size() + " " + words(role))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static DomContent heading(String name) {
    return th(button(name).withType("button")).attr("scope", "col");
  }

  private DomContent run(ReportedRun run) {
    return tbody(
        attrs("." + run.role().name().toLowerCase(Locale.ROOT).replace('_', '-')),
        tr(
            th(details(summary(run.row().id()))).attr("scope", "row"),
            cell(run, Run::n, NumberStyle.COUNT::text),
            cell(run, Run::d, NumberStyle.COUNT::text),
            cell(run, Run::c, NumberStyle.POWER::text),
            cell(run, Run::loss, words::value),
            iff(predicted, cell(run, this::predicted, words::value)),
            iff(predicted, cell(run, this::error, Phrases::signedPercent)),
            td(run.row().seed()),
            number(run.seconds(), Phrases.duration(run.seconds())),
            td(outcome(run))),
        tr(td(div(each(opened(run).stream())).withClass("opened"))
                .attr("colspan", columns().size()))
            .withClass("detail"));
  }

  private String words(ReportedRun.Role role) {
    boolean unfitted = role == ReportedRun.Role.FITTED && findings.law().isEmpty();
    return unfitted ? "completed" : role.words;
  }

  private String outcome(ReportedRun run) {
    String what = run.role() == ReportedRun.Role.LEFT_OUT ? run.row().outcome() : words(run.role());
    return what + (run.reason().isEmpty() ? "" : ": " + run.reason());
  }

  private static TdTag cell(
      ReportedRun run, ToDoubleFunction<Run> quantity, DoubleFunction<String> words) {
    double value = run.run() == null ? Double.NaN : quantity.applyAsDouble(run.run());
    return number(value, Double.isFinite(value) ? words.apply(value) : "–");
  }

  /** The number itself stands beside its words, to sort by. */
  private static TdTag number(double value, String words) {
    return td(words).attr("data-value", Double.isFinite(value) ? Double.toString(value) : "");
  }

  private double predicted(Run run) {
    if (!predicted) {
      return Double.NaN;
    }
    FitReport report = findings.law().get().report();
    return report.fit().predict(Observations.inputs(report.fit().law(), run)).loss();
  }

  private double error(Run run) {
    return predicted(run) / run.loss() - 1;
  }

  private List<DomContent> opened(ReportedRun run) {
    List<DomContent> parts = new ArrayList<>();
    if (run.curve() != null && run.curve().points().size() > 1) {
      parts.add(div(h3("Learning curve"), new Sparkline(run.curve()).render()));
    }
    parts.addAll(run.norms().render());
    Map<String, String> own = new LinkedHashMap<>(run.values());
    own.keySet().removeAll(common.keySet());
    parts.add(div(h3("Its own configuration"), pre(lines(own))));
    return parts;
  }

  private static String lines(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }
}
