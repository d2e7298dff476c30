package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.law.Input;
import kleiber.analysis.prediction.Prediction;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/** The fitted quantity against the one input of its law, with the law and its interval. */
final class LossByInput {
  private LossByInput() {}

  static Figure of(FitReport report, Observations table) {
    Input input = report.fit().law().inputs().get(0);
    List<Run> all = Stream.concat(table.runs().stream(), table.holdouts().stream()).toList();
    PlotAxis x =
        PlotAxis.log(
            RunPoints.label(input),
            RunPoints.numbers(input),
            all.stream().mapToDouble(run -> run.get(input)));
    double[] values = x.divisions(81);
    List<Prediction> law = Arrays.stream(values).mapToObj(report.fit()::predict).toList();
    Reach y =
        Reach.log(
            RunPoints.measured(report),
            RunPoints.measuredNumbers(report),
            DoubleStream.concat(
                all.stream().mapToDouble(Run::loss), law.stream().mapToDouble(Prediction::loss)),
            law.stream().flatMapToDouble(p -> DoubleStream.of(p.mean().low(), p.mean().high())));
    List<PlotMark> marks = new ArrayList<>();
    marks.add(
        new PlotMark.Band(
            String.format(Locale.ROOT, "%.0f %% interval", 100 * report.fit().level()),
            Tone.FIT,
            trace(values, law, p -> p.mean().low()),
            trace(values, law, p -> p.mean().high())));
    marks.add(
        new PlotMark.Line(
            report.fit().law().id(),
            Tone.FIT,
            PlotMark.Stroke.SOLID,
            trace(values, law, Prediction::loss)));
    marks.add(
        new PlotMark.Points(
            "runs",
            Tone.DATA,
            PlotMark.Form.DISC,
            table.runs().stream()
                .map(
                    run ->
                        PlotMark.Point.of(run.get(input), run.loss(), RunPoints.label(run, report)))
                .toList()));
    marks.add(RunPoints.heldOut(report, table.holdouts(), run -> run.get(input), Run::loss));
    return new Figure(
        "loss-by-input",
        "The law and its runs",
        "The fitted law with the interval of its value; each point is a run." + y.note(),
        x,
        y.axis(),
        marks,
        null);
  }

  private static List<PlotMark.At> trace(
      double[] values, List<Prediction> law, Function<Prediction, Double> y) {
    List<PlotMark.At> places = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      places.add(new PlotMark.At(values[i], y.apply(law.get(i))));
    }
    return places;
  }
}
