package kleiber.analysis.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.List;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.analysis.uncertainty.TrackRecord;

/** How far a law may be trusted, in plain words: as far as it has predicted runs before. */
final class Trust {
  /** Intervals that were widened by less are as good as not widened. */
  private static final double NOTABLE = 1.05;

  private final FitReport report;

  Trust(FitReport report) {
    this.report = report;
  }

  List<DomContent> paragraphs() {
    return List.of(p(converged() + tried()), warned());
  }

  private String converged() {
    return report.confidence().diagnostics().converged()
        ? "How far to trust it: the fit converged."
        : "How far to trust it: the fit did not converge, so do not use its numbers.";
  }

  private String tried() {
    TrackRecord record = report.fit().internal().record();
    if (record.rollouts().isEmpty()) {
      return once(report.checks().rollout());
    }
    double farthest =
        record.rollouts().stream()
            .mapToDouble(Rollout::computeRatio)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    return " Fitted again without the most expensive or the largest models, at "
        + Phrases.count(record.rollouts().size(), "cut")
        + ", it predicted these to "
        + Phrases.percent(record.error())
        + (farthest > 1
            ? ", up to " + Phrases.times(farthest) + " the compute it was fitted to"
            : "")
        + "."
        + widened(record)
        + (farthest > 1
            ? " Farther than that from the fitted runs nothing speaks for it but its form."
            : "");
  }

  private static String widened(TrackRecord record) {
    return record.widening() < NOTABLE
        ? " Its intervals held these errors as they were."
        : " Its intervals were too narrow for these errors and are made "
            + Phrases.times(record.widening())
            + " as wide.";
  }

  private static String once(Rollout rollout) {
    return rollout == null
        ? " There are too few runs to try it on some of them."
        : " Fitted again to the "
            + rollout.fittedRuns()
            + " cheaper runs alone it predicted the "
            + rollout.heldOutRuns()
            + " most expensive to "
            + Phrases.percent(rollout.meanAbsoluteError())
            + ".";
  }

  private DomContent warned() {
    List<String> warnings = report.confidence().warnings();
    return warnings.isEmpty()
        ? p("No warnings were raised.")
        : p(
            text("Before relying on it, read "),
            a("the " + Phrases.count(warnings.size(), "warning")).withHref("#warnings"),
            text("; the first: " + warnings.get(0).replaceFirst("^[^:]*: ", "") + "."));
  }
}
