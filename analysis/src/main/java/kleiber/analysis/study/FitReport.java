package kleiber.analysis.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.table.FittedQuantity;

/**
 * A fitted law with all that a reader should know of it: what the commands, figures and the report
 * show, and what {@code fit.json} holds.
 *
 * @param fit the law, for predictions and plans
 * @param fitted the runs
 * @param estimate the parameters
 * @param confidence how sure they are
 * @param checks what else the runs say
 */
public record FitReport(
    FittedLaw fit,
    FittedRuns fitted,
    ParameterEstimate estimate,
    Confidence confidence,
    Checks checks) {
  /** What was fitted. */
  public FittedQuantity target() {
    return fitted.target();
  }

  /** Whether a parameter is a or b of a best split; laws without one may call their own so. */
  public boolean isOfTheSplit(String parameter) {
    return fit.allocates() && (parameter.equals("a") || parameter.equals("b"));
  }

  /** Parameters of every bootstrap refit by name, with a and b where there are any. */
  public List<Map<String, Double>> namedDraws() {
    return new NamedParameters(fit.law(), fit.internal().centres(), fit.flopCount())
        .of(fit.internal().draws());
  }

  /** This law and those it was compared with, itself first. */
  public List<LawResult> laws() {
    List<LawResult> laws = new ArrayList<>();
    laws.add(
        new LawResult(
            fit.law().id(),
            fit.law().formula(),
            estimate.parameters(),
            confidence.intervals(),
            confidence.diagnostics().converged(),
            fit.internal().residualSd(),
            fit.internal().aicc(),
            checks.rollout()));
    laws.addAll(checks.comparison());
    return laws;
  }
}
