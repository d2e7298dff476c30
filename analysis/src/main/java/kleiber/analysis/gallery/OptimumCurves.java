package kleiber.analysis.gallery;

import java.util.List;
import java.util.stream.IntStream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.isoflop.Optimum;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.table.Observations;

/** Loss against a hyperparameter at each size and number of tokens, with its best value. */
final class OptimumCurves {
  private OptimumCurves() {}

  static Figure of(FitReport report, Observations table) {
    String name = report.target().name().replaceFirst("^best ", "");
    Valleys valleys = new Valleys(NumberStyle.SIGNIFICANT);
    for (Optimum optimum : report.checks().optima()) {
      List<PlotMark.Point> tried =
          IntStream.range(0, optimum.tried().size())
              .mapToObj(i -> point(optimum, name, i))
              .toList();
      valleys.add(
          optimum.id(),
          "best " + name,
          RunPoints.sizeTone(optimum.n(), table.runs()),
          optimum.valley(),
          tried);
    }
    return new Figure(
        "optimum",
        "Loss against " + name,
        "Each curve is a parabola through the lowest loss at each value, at one size and number of"
            + " tokens; its lowest point is the best value there.",
        valleys.x(name),
        valleys.y(FittedQuantity.LOSS.label()),
        valleys.marks(),
        RunPoints.sizeRamp(table.runs()));
  }

  private static PlotMark.Point point(Optimum optimum, String name, int i) {
    double value = optimum.tried().get(i);
    double loss = optimum.losses().get(i);
    return PlotMark.Point.of(
        value,
        loss,
        "%s\n%s %s\nlowest loss %s"
            .formatted(
                optimum.id(), name, NumberStyle.SIGNIFICANT.text(value), RunPoints.value(loss)));
  }
}
