package kleiber.analysis.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kleiber.analysis.batch.BatchStudy;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.gallery.CriticalBatchFigures;
import kleiber.analysis.gallery.Gallery;
import kleiber.analysis.gallery.VariedKeyCurves;
import kleiber.analysis.isoflop.BestOfGroups;
import kleiber.analysis.planner.PredictedModel;
import kleiber.analysis.planner.WantedModel;
import kleiber.analysis.study.Evidence;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.study.LawChoice;
import kleiber.analysis.table.Observations;
import kleiber.core.KleiberException;
import kleiber.core.output.AtomicFile;
import kleiber.record.table.RunColumn;

/** The report of a table of runs: {@code report.html}, {@code fit.json} and figures. */
public final class Report {
  /** Points of a learning curve that are drawn. */
  private static final int CURVE_POINTS = 80;

  /**
   * A fit and what it was made from.
   *
   * @param report the fit
   * @param table what was fitted
   * @param predicted models that it predicts and nobody trained
   */
  public record Fitted(FitReport report, Observations table, List<PredictedModel> predicted) {
    /**
     * Fits a law for a report, and predicts by it.
     *
     * @param wanted models to predict
     * @param faults told why one cannot be predicted, which ends no report
     * @throws KleiberException when the runs do not determine the law
     */
    public static Fitted of(
        FitStudy study,
        LawChoice choice,
        Evidence evidence,
        List<WantedModel> wanted,
        Consumer<String> faults) {
      FitReport report = study.study(choice, evidence, true);
      List<PredictedModel> predicted = new ArrayList<>();
      for (WantedModel model : wanted) {
        try {
          predicted.add(PredictedModel.of(report.fit(), model));
        } catch (KleiberException e) {
          faults.accept(e.getMessage());
        }
      }
      return new Fitted(report, evidence.table(), predicted);
    }
  }

  private final Findings findings;

  private Report(Findings findings) {
    this.findings = findings;
  }

  /**
   * A report.
   *
   * @param file the table, perhaps in a sweep's folder
   * @param rows all of it
   * @param curves learning curves; empty where there are none
   * @param fits those made; the summary speaks of the first
   * @param unfitted why there are none; empty where there are some
   * @param command what the user gave, to be repeated
   * @param version of this program
   */
  public static Report of(
      Path file,
      Observations rows,
      List<Curve> curves,
      List<Fitted> fits,
      String unfitted,
      String command,
      String version) {
    Optional<SweepRecord> sweep = SweepRecord.read(file.toAbsolutePath().getParent());
    List<Curve> drawn = curves.stream().map(curve -> curve.thinned(CURVE_POINTS)).toList();
    List<ShownLaw> laws = new ArrayList<>();
    for (Fitted fit : fits) {
      List<Figure> figures = new ArrayList<>(Gallery.of(fit.report(), fit.table(), drawn));
      if (laws.isEmpty()) {
        figures.addAll(varied(rows));
      }
      String law = fit.report().fit().law().id();
      laws.add(
          new ShownLaw(
              fit.report(),
              fit.table(),
              laws.isEmpty() ? figures : named(law, figures),
              fit.predicted()));
    }
    return new Report(
        new Findings(
            sweep.map(SweepRecord::name).orElse(file.getFileName().toString()),
            rows.target(),
            Findings.runs(rows, curves, sweep, laws.stream().findFirst()),
            laws,
            unfitted,
            sweep.flatMap(
                folder ->
                    BatchStudy.ifLadder(
                        folder.folder(), FitStudy.LEVEL, FitStudy.DRAWS, FitStudy.SEED)),
            sweep,
            command,
            version));
  }

  /** Loss against a key that varies within cells, or at one size and number of tokens. */
  private static List<Figure> varied(Observations rows) {
    boolean known =
        rows.rows().stream()
            .allMatch(
                row ->
                    row.cells().containsKey(RunColumn.TOTAL_PARAMS.key())
                        && row.cells().containsKey(RunColumn.TOKENS.key()));
    return known
        ? VariedKeyCurves.of(BestOfGroups.of(rows, List.of(), Optional.empty())).stream().toList()
        : List.of();
  }

  /** Figures of a further law under names of their own, since one page holds both. */
  private static List<Figure> named(String law, List<Figure> figures) {
    return figures.stream()
        .map(
            f ->
                new Figure(
                    law + "-" + f.id(), f.title(), f.caption(), f.x(), f.y(), f.marks(), f.ramp()))
        .toList();
  }

  /**
   * Writes everything; the page first, so that it is there even where pictures cannot be drawn.
   *
   * @return the page
   * @throws KleiberException when the folder cannot be written
   */
  public Path write(Path folder) {
    Path page = folder.resolve("report.html");
    AtomicFile.replace(page, new Page(findings).render());
    for (ShownLaw law : findings.laws()) {
      boolean first = findings.laws().indexOf(law) == 0;
      String name = first ? "fit.json" : "fit-" + law.report().fit().law().id() + ".json";
      FitFile.write(folder.resolve(name), law.report());
    }
    for (ShownLaw law : findings.laws()) {
      Gallery.write(law.figures(), folder.resolve("figures"));
    }
    findings
        .batches()
        .ifPresent(
            batches ->
                Gallery.write(CriticalBatchFigures.of(batches.all()), folder.resolve("figures")));
    return page;
  }
}
