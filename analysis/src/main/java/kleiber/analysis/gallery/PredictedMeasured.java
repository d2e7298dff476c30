package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.prediction.Prediction;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/** What the law predicts against what was measured; held-out runs with the interval of one run. */
final class PredictedMeasured {
  private PredictedMeasured() {}

  static Figure of(FitReport report, Observations table) {
    List<PlotMark.Point> heldOut = new ArrayList<>();
    for (Run run : table.holdouts()) {
      double[] inputs = Observations.inputs(report.fit().law(), run);
      Prediction prediction = report.fit().predict(inputs);
      heldOut.add(
          new PlotMark.Point(
              run.loss(),
              prediction.loss(),
              prediction.newRun().low(),
              prediction.newRun().high(),
              RunPoints.label(run, report)));
    }
    List<PlotMark.Point> fitted =
        table.runs().stream()
            .map(
                run ->
                    PlotMark.Point.of(
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
    NumberStyle numbers = RunPoints.measuredNumbers(report);
    PlotAxis x = PlotAxis.log("measured " + what, numbers, DoubleStream.of(all));
    PlotAxis y = PlotAxis.log("predicted " + what, numbers, DoubleStream.of(all));
    return new Figure(
        "predicted-measured",
        "Predicted against measured",
        "On the line the law is right. Held-out runs never entered the fit; their bars are the"
            + " interval predicted for one run.",
        x,
        y,
        Stream.<PlotMark>of(
                new PlotMark.Line(
                    "equal",
                    Tone.MUTED,
                    PlotMark.Stroke.DASHED,
                    List.of(
                        new PlotMark.At(x.low(), x.low()), new PlotMark.At(x.high(), x.high()))),
                new PlotMark.Points("fitted", Tone.DATA, PlotMark.Form.DISC, fitted),
                new PlotMark.Points(
                    heldOut.isEmpty() ? "" : "held out",
                    Tone.HELD_OUT,
                    PlotMark.Form.DIAMOND,
                    heldOut))
            .toList(),
        null);
  }
}
