package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;
import kleiber.analysis.uncertainty.Prediction;

/** The fitted quantity against the one input of its law, with the law and its interval. */
final class LossByInput {
  private LossByInput() {}

  static Figure of(FitReport report, Observations table) {
    Input input = report.toLaw().inputs().get(0);
    List<Run> all = Stream.concat(table.runs().stream(), table.holdouts().stream()).toList();
    Axis x =
        Axis.log(
            RunPoints.label(input),
            RunPoints.numbers(input),
            all.stream().mapToDouble(run -> run.get(input)));
    Axis y =
        Axis.log(
            RunPoints.measured(report),
            kleiber.analysis.figure.Numbers.PLAIN,
            all.stream().mapToDouble(Run::loss));
    double[] values = x.divisions(81);
    List<Prediction> law = Arrays.stream(values).mapToObj(report::predict).toList();
    List<Mark> marks = new ArrayList<>();
    marks.add(
        new Mark.Band(
            String.format(Locale.ROOT, "%.0f %% interval", 100 * report.confidence().level()),
            Tone.FIT,
            trace(values, law, p -> p.mean().low()),
            trace(values, law, p -> p.mean().high())));
    marks.add(
        new Mark.Line(
            report.lawFacts().id(),
            Tone.FIT,
            Mark.Stroke.SOLID,
            trace(values, law, Prediction::loss)));
    marks.add(
        new Mark.Points(
            "runs",
            Tone.DATA,
            Mark.Form.DISC,
            table.runs().stream()
                .map(run -> Mark.Point.of(run.get(input), run.loss(), RunPoints.label(run, report)))
                .toList()));
    marks.add(RunPoints.heldOut(report, table.holdouts(), run -> run.get(input), Run::loss));
    return new Figure(
        "loss-by-input",
        "The law and its runs",
        "The fitted law with the interval of its value; each point is a run.",
        x,
        y,
        marks,
        null);
  }

  private static List<Mark.At> trace(
      double[] values, List<Prediction> law, Function<Prediction, Double> y) {
    List<Mark.At> places = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      places.add(new Mark.At(values[i], y.apply(law.get(i))));
    }
    return places;
  }
}
