package kleiber.app.quickstart;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.Input;
import kleiber.analysis.planner.WantedModel;
import kleiber.analysis.report.Report;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.study.LawChoice;
import kleiber.analysis.study.RunsFile;
import kleiber.analysis.table.Observations;
import kleiber.app.Version;
import kleiber.app.fit.FitPrinter;
import kleiber.app.fit.PredictionPrinter;
import kleiber.app.fit.VerdictPrinter;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;

/**
 * The laws of a quickstart: fitted, asked and reported as {@code kleiber fit}, {@code predict} and
 * {@code report} do it, in the same words.
 *
 * @param experiment whose runs are fitted
 * @param out where is said what was found
 */
record Laws(Experiment experiment, PrintWriter out) {
  private static final FitStudy STUDY =
      FitStudy.of(new Criterion(QuickstartRecipe.PENALTY, Optional.of(QuickstartRecipe.FLOOR)));

  /** Fits the law to the runs so far, and keeps the fit for predictions. */
  void fit() {
    RunsFile runs = runs();
    FitReport report =
        STUDY.study(
            QuickstartRecipe.LAW,
            runs.evidence(QuickstartRecipe.LAW, List.of(), runs.learningCurves()),
            false);
    FitPrinter.print(report, out);
    FitFile.write(experiment.fit(), report);
    out.println("written to " + experiment.fit());
  }

  /**
   * The parameters of the best model of a budget, by the fit.
   *
   * @throws KleiberException where the fit has no optimum
   */
  double bestSize(double flops) {
    FitReport report = FitFile.read(experiment.fit());
    if (report.fit().allocates()) {
      Allocation best = report.fit().optimal(flops);
      if (best.exists()) {
        return best.n();
      }
    }
    throw KleiberException.failure(
        "no best size follows from these runs, since in their fit loss does not fall with both N"
            + " and D; give more --minutes",
        null);
  }

  /**
   * Says what the fit predicts for a model. Its warnings were said where the fit was made, and are
   * not said again.
   *
   * @param params N, all counted
   * @param tokens D
   */
  void predict(long params, long tokens) {
    FitReport report = FitFile.read(experiment.fit());
    Map<Input, Double> point = new EnumMap<>(Input.class);
    point.put(Input.N, (double) params);
    point.put(Input.D, (double) tokens);
    PredictionPrinter.print(
        report, report.fit().predict(params, tokens), report.fit().distance(point), out);
  }

  /** Writes the report of all runs, and predicts the model that is wanted. */
  void report() {
    RunsFile runs = runs();
    Observations rows = runs.rows();
    List<Curve> curves = runs.learningCurves();
    Optional<WantedModel> wanted = experiment.asked().wanted();
    List<Report.Fitted> fits =
        Stream.of(QuickstartRecipe.LAW, QuickstartRecipe.OTHER_LAW)
            .map(law -> fitted(runs, law, curves, wanted))
            .toList();
    Report report = Report.of(runs.file(), rows, curves, fits, "", command(wanted), Version.NUMBER);
    Path page = report.write(runs.file().toAbsolutePath().getParent());
    VerdictPrinter.print(fits, page, out);
  }

  private Report.Fitted fitted(
      RunsFile runs, LawChoice law, List<Curve> curves, Optional<WantedModel> wanted) {
    return Report.Fitted.of(
        STUDY,
        law,
        runs.evidence(law, runs.conventions(), curves),
        wanted.stream().toList(),
        fault -> {
          if (law.equals(QuickstartRecipe.LAW)) {
            VerdictPrinter.fault(fault, out);
          }
        });
  }

  private RunsFile runs() {
    return RunsFile.ofSweep(experiment.folder().path());
  }

  /** What writes the same report again. */
  private String command(Optional<WantedModel> wanted) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "report",
                experiment.folder().path().toAbsolutePath().normalize().toString(),
                "--law",
                QuickstartRecipe.LAW.name(),
                "--law",
                QuickstartRecipe.OTHER_LAW.name(),
                "--floor",
                QuickstartRecipe.FLOOR.fraction() + "," + QuickstartRecipe.FLOOR.spread(),
                "--delta",
                "" + QuickstartRecipe.PENALTY.delta()));
    wanted.ifPresent(
        model -> {
          words.add(model.isFlops() ? "--target-flops" : "--target-params");
          words.add(String.valueOf(model.value()));
        });
    return ShellWords.kleiber(words);
  }
}
