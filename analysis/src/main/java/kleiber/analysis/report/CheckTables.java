package kleiber.analysis.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.isoflop.PowerLine;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.law.Symbols;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.LawResult;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.analysis.uncertainty.TrackRecord;

/** How the numbers of a fit change with how they are got. */
final class CheckTables {
  private final FitReport report;

  CheckTables(FitReport report) {
    this.report = report;
  }

  /** Those that the fit has something for. */
  List<DataTable> all() {
    List<DataTable> tables = new ArrayList<>();
    if (report.checks().rollout() != null || !report.checks().comparison().isEmpty()) {
      tables.add(comparison());
    }
    if (record().rollouts().size() > 1) {
      tables.add(cuts());
    }
    if (!report.checks().comparison().isEmpty()) {
      tables.add(new LawTable(report).table());
    }
    if (!report.checks().optima().isEmpty()) {
      tables.add(optima());
    }
    if (report.checks().isoflop() != null) {
      tables.add(isoflop(report.checks().isoflop()));
    }
    if (report.fit().allocates()) {
      tables.add(exponents());
    }
    if (!report.checks().conventions().isEmpty()) {
      tables.add(conventions());
    }
    tables.add(sensitivity());
    return tables;
  }

  private TrackRecord record() {
    return report.fit().internal().record();
  }

  private DataTable comparison() {
    return rollouts(
        "Laws by rollout: each is fitted to the cheaper runs and predicts the most expensive",
        "law",
        Rollout::law,
        report.laws().stream().map(LawResult::rollout).filter(Objects::nonNull));
  }

  private DataTable cuts() {
    return rollouts(
        "The law's track record: fitted again without the most expensive or the largest, what it"
            + " predicts for them",
        "predicts",
        rollout -> "the " + rollout.heldOut(),
        record().rollouts().stream());
  }

  private static DataTable rollouts(
      String title, String first, Function<Rollout, String> name, Stream<Rollout> rollouts) {
    return new DataTable(
        title,
        List.of(first, "fitted runs", "predicted runs", "compute", "mean error", "bias"),
        rollouts
            .map(
                rollout ->
                    List.of(
                        name.apply(rollout),
                        Integer.toString(rollout.fittedRuns()),
                        Integer.toString(rollout.heldOutRuns()),
                        "to " + Phrases.times(rollout.computeRatio()),
                        Phrases.percent(rollout.meanAbsoluteError()),
                        Phrases.signedPercent(rollout.bias())))
            .toList());
  }

  private DataTable isoflop(IsoFlop isoflop) {
    return new DataTable(
        "Best size N* at each budget, by parabola, by Akima spline and by the law",
        List.of("budget, FLOPs", "runs", "parabola", "spline", "law", "parabola's bias"),
        isoflop.budgets().stream()
            .map(
                budget ->
                    List.of(
                        NumberStyle.POWER.text(budget.flops()),
                        Integer.toString(budget.runs()),
                        NumberStyle.COUNT.text(budget.valley().parabola()),
                        NumberStyle.COUNT.text(budget.valley().akima()),
                        NumberStyle.COUNT.text(budget.parametric()),
                        budget.valley().fault() == null
                            ? Phrases.signedPercent(budget.bias())
                            : budget.valley().fault().replaceFirst(":.*", "")))
            .toList());
  }

  private DataTable optima() {
    return new DataTable(
        "The "
            + report.target().name()
            + " found at each N and D, from the lowest loss at each value, and the law there",
        List.of("N", "D", "values", "found", "law", "law's error", "loss there"),
        report.checks().optima().stream()
            .map(
                optimum -> {
                  double law = report.fit().predict(optimum.inputs(report.fit().law())).loss();
                  return List.of(
                      NumberStyle.COUNT.text(optimum.n()),
                      NumberStyle.COUNT.text(optimum.d()),
                      Integer.toString(optimum.tried().size()),
                      Phrases.number(optimum.value()),
                      Phrases.number(law),
                      Phrases.signedPercent(law / optimum.value() - 1),
                      Phrases.loss(optimum.loss()));
                })
            .toList());
  }

  private DataTable exponents() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        exponent(
            "this law, at its largest compute (approach 3)",
            report.estimate().parameters().get("a")));
    if (report.checks().isoflop() != null) {
      line(rows, "parabolas of single budgets (approach 2)", report.checks().isoflop().parabola());
      line(rows, "splines of single budgets", report.checks().isoflop().akima());
    }
    if (report.checks().envelope() != null) {
      line(rows, "envelope of the learning curves (approach 1)", report.checks().envelope().size());
    }
    rows.add(published(PublishedExponents.CHINCHILLA));
    rows.add(published(PublishedExponents.KAPLAN));
    return new DataTable(
        "Exponents of N* ∝ C^a and D* ∝ C^b by method", List.of("method", "a", "b"), rows);
  }

  private void line(List<List<String>> rows, String method, PowerLine line) {
    if (line != null) {
      rows.add(exponent(method, line.a()));
    }
  }

  private List<String> exponent(String method, double a) {
    return List.of(
        method, Phrases.number(a), Phrases.number(report.fit().flopCount().tokensExponent(a)));
  }

  private static List<String> published(PublishedExponents paper) {
    return List.of(
        paper.paper(),
        String.format(Locale.ROOT, "%.2f", paper.a()),
        String.format(Locale.ROOT, "%.2f", paper.b()));
  }

  private DataTable conventions() {
    List<String> names = List.copyOf(report.estimate().parameters().keySet());
    return new DataTable(
        "The law when parameters and FLOPs are counted otherwise (body: without embeddings and"
            + " head; 6nd: C = 6ND)",
        Stream.of(Stream.of("counted"), names.stream().map(Symbols::of), Stream.of("isoFLOP a"))
            .flatMap(s -> s)
            .toList(),
        report.checks().conventions().stream()
            .map(
                fit ->
                    Stream.of(
                            Stream.of(fit.convention().id()),
                            names.stream()
                                .map(
                                    name ->
                                        Phrases.number(
                                            fit.parameters().getOrDefault(name, Double.NaN))),
                            Stream.of(
                                fit.isoflopA() == null ? "–" : Phrases.number(fit.isoflopA())))
                        .flatMap(s -> s)
                        .toList())
            .toList());
  }

  private DataTable sensitivity() {
    List<List<String>> rows = new ArrayList<>();
    report
        .confidence()
        .diagnostics()
        .sensitivity()
        .forEach((choice, values) -> rows.add(row(choice(choice), Arrays.stream(values))));
    return new DataTable(
        "Parameters under other choices: Huber's delta, and without the worst runs",
        Stream.concat(Stream.of("choice"), report.fit().law().names().stream().map(Symbols::of))
            .toList(),
        rows);
  }

  /** δ as other small numbers of the page are written. */
  private static String choice(String choice) {
    return choice.startsWith("delta ")
        ? "δ = " + NumberStyle.POWER.text(Double.parseDouble(choice.substring(6)))
        : choice;
  }

  private static List<String> row(String name, DoubleStream values) {
    return Stream.concat(Stream.of(name), values.mapToObj(Phrases::number)).toList();
  }
}
