package kleiber.analysis.gallery;

import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;

/** What the law leaves unexplained, against compute or else its first input. */
final class Residuals {
  private Residuals() {}

  static Figure of(FitReport report, Observations table) {
    List<Run> all = Stream.concat(table.runs().stream(), table.holdouts().stream()).toList();
    boolean compute = all.stream().allMatch(run -> run.inputs().containsKey(Input.C));
    Input scale = compute ? Input.C : report.toLaw().inputs().get(0);
    Axis x =
        Axis.log(
            RunPoints.label(scale),
            RunPoints.numbers(scale),
            all.stream().mapToDouble(run -> run.get(scale)));
    double sd = report.confidence().diagnostics().residualSd();
    Axis y =
        Axis.linear(
            "measured / law − 1",
            Numbers.PERCENT,
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
            new Mark.Band(
                "±" + Numbers.SIGNIFICANT.text(100 * sd) + " %",
                Tone.MUTED,
                level(x, -sd),
                level(x, sd)),
            new Mark.Line("", Tone.MUTED, Mark.Stroke.SOLID, level(x, 0)),
            new Mark.Points(
                "fitted",
                Tone.DATA,
                Mark.Form.DISC,
                table.runs().stream()
                    .map(
                        run ->
                            Mark.Point.of(
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

  private static List<Mark.At> level(Axis x, double y) {
    return List.of(new Mark.At(x.low(), y), new Mark.At(x.high(), y));
  }
}
