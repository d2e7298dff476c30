package kleiber.analysis.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.prediction.InternalFit;
import kleiber.analysis.study.Checks;
import kleiber.analysis.study.Confidence;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FittedRuns;
import kleiber.analysis.study.ParameterEstimate;
import kleiber.analysis.uncertainty.Interval;
import kleiber.record.table.FitFormat;

/**
 * The keys of {@code fit.json}, in their order.
 *
 * @param schemaVersion {@link FitFormat#VERSION}
 * @param lawFacts which law it is
 * @param fitted the runs
 * @param estimate the parameters
 * @param level of all intervals
 * @param confidence how sure the parameters are
 * @param checks what else the runs say
 * @param range smallest and largest of each input fitted, by its name
 * @param flopCount C of N and D as the table counts it
 * @param internal parameters, centres and bootstrap draws, for predict and plan
 * @param pooled other laws that predictions ask with this one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record FitJson(
    int schemaVersion,
    @JsonUnwrapped LawFacts lawFacts,
    @JsonUnwrapped FittedRuns fitted,
    @JsonUnwrapped ParameterEstimate estimate,
    double level,
    @JsonUnwrapped Confidence confidence,
    @JsonUnwrapped Checks checks,
    Map<String, Interval> range,
    FlopCount flopCount,
    InternalFit internal,
    List<Pooled> pooled) {
  /** Another law, fitted to the same runs. */
  record Pooled(String law, Map<String, Double> constants, InternalFit internal) {
    private static Pooled of(FittedLaw.Pooled other) {
      return new Pooled(other.law().id(), other.law().constants(), other.internal());
    }

    private FittedLaw.Pooled toFitted() {
      return new FittedLaw.Pooled(Law.named(law, constants), internal);
    }
  }

  static FitJson of(FitReport report) {
    FittedLaw fit = report.fit();
    Map<String, Interval> range = new LinkedHashMap<>();
    fit.range().forEach((input, interval) -> range.put(input.name(), interval));
    return new FitJson(
        FitFormat.VERSION,
        LawFacts.of(fit.law()),
        report.fitted(),
        report.estimate(),
        fit.level(),
        report.confidence(),
        report.checks(),
        range,
        fit.flopCount(),
        fit.internal(),
        fit.pooled().stream().map(Pooled::of).toList());
  }

  /** What was written, of a file that {@link WholeFit} has found whole. */
  FitReport toReport() {
    Map<Input, Interval> ranges = new LinkedHashMap<>();
    range.forEach((name, interval) -> ranges.put(Input.valueOf(name), interval));
    return new FitReport(
        new FittedLaw(
            lawFacts.toLaw(),
            internal,
            pooled.stream().map(Pooled::toFitted).toList(),
            level,
            ranges,
            flopCount),
        fitted,
        estimate,
        confidence,
        checks);
  }
}
