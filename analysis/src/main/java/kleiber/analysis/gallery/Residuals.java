package kleiber.analysis.gallery;

import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.law.Input;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/** What the law leaves unexplained, against compute or else its first input. */
final class Residuals {
  private Residuals() {}

  static Figure of(FitReport report, Observations table) {
    List<Run> all = Stream.concat(table.runs().stream(), table.holdouts().stream()).toList();
    boolean compute = all.stream().allMatch(run -> run.inputs().containsKey(Input.C));
    Input scale = compute ? Input.C : report.fit().law().inputs().get(0);
    PlotAxis x =
        PlotAxis.log(
            RunPoints.label(scale),
            RunPoints.numbers(scale),
            all.stream().mapToDouble(run -> run.get(scale)));
    double sd = report.confidence().diagnostics().residualSd();
    PlotAxis y =
        PlotAxis.linear(
            "measured / law − 1",
            NumberStyle.PERCENT,
            Stream.concat(all.stream().map(run -> residual(run, report)), Stream.of(-sd, sd))
                .mapToDouble(v -> v));
    return new Figure(
        "residuals",
        "What the law leaves unexplained",
        "Residuals should scatter about zero without a trend; the band is one standard deviation of"
            + " the fitted runs.",
        x,
        y,
        List.of(
            new PlotMark.Band(
                "±" + NumberStyle.SIGNIFICANT.text(100 * sd) + " %",
                Tone.MUTED,
                level(x, -sd),
                level(x, sd)),
            new PlotMark.Line("", Tone.MUTED, PlotMark.Stroke.SOLID, level(x, 0)),
            new PlotMark.Points(
                "fitted",
                Tone.DATA,
                PlotMark.Form.DISC,
                table.runs().stream()
                    .map(
                        run ->
                            PlotMark.Point.of(
                                run.get(scale),
                                residual(run, report),
                                RunPoints.label(run, report)))
                    .toList()),
            RunPoints.heldOut(
                report, table.holdouts(), run -> run.get(scale), run -> residual(run, report))),
        null);
  }

  private static double residual(Run run, FitReport report) {
    return run.loss() / RunPoints.predicted(run, report) - 1;
  }

  private static List<PlotMark.At> level(PlotAxis x, double y) {
    return List.of(new PlotMark.At(x.low(), y), new PlotMark.At(x.high(), y));
  }
}
