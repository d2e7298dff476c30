package kleiber.analysis.gallery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Pdf;
import kleiber.analysis.figure.Png;
import kleiber.analysis.figure.SvgRenderer;
import kleiber.analysis.law.Input;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.core.output.AtomicFile;

/** All figures that a fit has something for, in the order in which they are best looked at. */
public final class Gallery {
  private Gallery() {}

  /**
   * The figures of a fit.
   *
   * @param table the runs it was made from
   * @param curves learning curves of the runs; empty where there are none
   */
  public static List<Figure> of(FitReport report, Observations table, List<Curve> curves) {
    List<Figure> figures = new ArrayList<>();
    List<Input> inputs = report.fit().law().inputs();
    if (inputs.size() == 1) {
      figures.add(LossByInput.of(report, table));
    } else if (inputs.containsAll(Set.of(Input.N, Input.D)) && report.fit().law().ofLoss()) {
      figures.add(LossByTokens.of(report, table));
    }
    List<Curve> fitted = Curve.of(table.runs(), curves);
    if (!fitted.isEmpty()) {
      figures.add(
          LearningCurves.of(
              fitted, Curve.of(table.holdouts(), curves), report.checks().envelope()));
    }
    if (!report.checks().optima().isEmpty()) {
      figures.add(OptimumCurves.of(report, table));
    }
    if (report.checks().isoflop() != null) {
      figures.add(IsoFlopCurves.of(report, table));
    }
    if (report.fit().allocates()) {
      figures.add(OptimalAllocation.of(report, Input.N));
      figures.add(OptimalAllocation.of(report, Input.D));
    }
    figures.add(PredictedMeasured.of(report, table));
    figures.add(Residuals.of(report, table));
    figures.add(BootstrapCloud.of(report));
    return List.copyOf(figures);
  }

  /**
   * Writes every figure as {@code ID.svg}, {@code ID.png} and {@code ID.pdf}.
   *
   * @throws kleiber.core.KleiberException when the folder cannot be written
   */
  public static void write(List<Figure> figures, Path folder) {
    for (Figure figure : figures) {
      Path name = folder.resolve(figure.id());
      AtomicFile.replace(named(name, ".svg"), SvgRenderer.standalone(figure));
      AtomicFile.replace(named(name, ".png"), out -> out.write(Png.of(figure)));
      AtomicFile.replace(named(name, ".pdf"), out -> out.write(Pdf.of(figure)));
    }
  }

  private static Path named(Path name, String ending) {
    return name.resolveSibling(name.getFileName() + ending);
  }
}
