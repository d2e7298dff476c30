package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;
import kleiber.analysis.uncertainty.Prediction;

/** What the law predicts against what was measured; held-out runs with the interval of one run. */
final class PredictedMeasured {
  private PredictedMeasured() {}

  static Figure of(FitReport report, Observations table) {
    List<Mark.Point> heldOut = new ArrayList<>();
    for (Run run : table.holdouts()) {
      double[] inputs = Observations.inputs(report.toLaw(), run);
      Prediction prediction = report.predict(inputs);
      heldOut.add(
          new Mark.Point(
              run.loss(),
              prediction.loss(),
              prediction.newRun().low(),
              prediction.newRun().high(),
              RunPoints.label(run, report)));
    }
    List<Mark.Point> fitted =
        table.runs().stream()
            .map(
                run ->
                    Mark.Point.of(
                        run.loss(), RunPoints.predicted(run, report), RunPoints.label(run, report)))
            .toList();
    double[] all =
        DoubleStream.concat(
                DoubleStream.concat(
                    fitted.stream().flatMapToDouble(p -> DoubleStream.of(p.x(), p.y())),
                    heldOut.stream().flatMapToDouble(p -> DoubleStream.of(p.x(), p.y()))),
                heldOut.stream().flatMapToDouble(p -> DoubleStream.of(p.low(), p.high())))
            .toArray();
    String what = RunPoints.measured(report);
    Numbers numbers = RunPoints.measuredNumbers(report);
    Axis x = Axis.log("measured " + what, numbers, DoubleStream.of(all));
    Axis y = Axis.log("predicted " + what, numbers, DoubleStream.of(all));
    return new Figure(
        "predicted-measured",
        "Predicted against measured",
        "On the line the law is right. Held-out runs never entered the fit; their bars are the"
            + " interval predicted for one run.",
        x,
        y,
        Stream.<Mark>of(
                new Mark.Line(
                    "equal",
                    Tone.MUTED,
                    Mark.Stroke.DASHED,
                    List.of(new Mark.At(x.low(), x.low()), new Mark.At(x.high(), x.high()))),
                new Mark.Points("fitted", Tone.DATA, Mark.Form.DISC, fitted),
                new Mark.Points(
                    heldOut.isEmpty() ? "" : "held out", Tone.HELD_OUT, Mark.Form.DIAMOND, heldOut))
            .toList(),
        null);
  }
}
