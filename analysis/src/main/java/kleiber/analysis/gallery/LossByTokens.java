package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/** Loss against tokens, a tone for every size, with the law as a line for some of the sizes. */
final class LossByTokens {
  private static final int MOST_LINES = 8;

  private LossByTokens() {}

  static Figure of(FitReport report, Observations table) {
    List<Run> all = Stream.concat(table.runs().stream(), table.holdouts().stream()).toList();
    PlotAxis x =
        PlotAxis.log(RunPoints.label(Input.D), NumberStyle.COUNT, all.stream().mapToDouble(Run::d));
    PlotAxis y =
        PlotAxis.log(
            RunPoints.measured(report), NumberStyle.PLAIN, all.stream().mapToDouble(Run::loss));
    Law law = report.fit().law();
    List<PlotMark> marks = new ArrayList<>();
    if (law.inputs().equals(List.of(Input.N, Input.D))) {
      for (double n : someSizes(table.runs())) {
        marks.add(
            new PlotMark.Line(
                "",
                RunPoints.sizeTone(n, table.runs()),
                PlotMark.Stroke.THIN,
                RunPoints.trace(x, d -> report.fit().loss(n, d)),
                "law at N = " + NumberStyle.COUNT.text(n)));
      }
    }
    marks.addAll(RunPoints.bySize(report, table.runs(), Run::d, Run::loss));
    marks.add(RunPoints.heldOut(report, table.holdouts(), Run::d, Run::loss));
    return new Figure(
        "loss-by-tokens",
        "Loss against tokens",
        "Each point is a run; the lines are the fitted law at some of the sizes.",
        x,
        y,
        marks,
        RunPoints.sizeRamp(table.runs()));
  }

  private static double[] someSizes(List<Run> runs) {
    double[] sizes = runs.stream().mapToDouble(Run::n).distinct().sorted().toArray();
    if (sizes.length <= MOST_LINES) {
      return sizes;
    }
    double[] some = new double[MOST_LINES];
    for (int i = 0; i < MOST_LINES; i++) {
      some[i] = sizes[i * (sizes.length - 1) / (MOST_LINES - 1)];
    }
    return some;
  }
}
