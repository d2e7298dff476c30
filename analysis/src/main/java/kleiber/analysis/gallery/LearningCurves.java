package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.curves.Envelope;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.law.Input;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.table.FittedQuantity;

/** Learning curves against compute, a tone for every size, and their lower envelope. */
final class LearningCurves {
  private LearningCurves() {}

  /**
   * The figure.
   *
   * @param fitted curves of the runs that were fitted
   * @param heldOut curves of runs held out of the fit
   * @param envelope null where the curves have none
   */
  static Figure of(List<Curve> fitted, List<Curve> heldOut, Envelope envelope) {
    double low = fitted.stream().mapToDouble(Curve::n).min().orElseThrow();
    double high = fitted.stream().mapToDouble(Curve::n).max().orElseThrow();
    List<PlotMark> marks = new ArrayList<>();
    fitted.stream()
        .sorted(Comparator.comparingDouble(Curve::n))
        .map(
            curve -> {
              double part = high > low ? Math.log(curve.n() / low) / Math.log(high / low) : 0;
              return line("", Tone.ramp(part), curve);
            })
        .forEach(marks::add);
    for (int i = 0; i < heldOut.size(); i++) {
      marks.add(line(i == 0 ? "held out" : "", Tone.HELD_OUT, heldOut.get(i)));
    }
    if (envelope != null) {
      marks.add(
          new PlotMark.Line(
              "envelope",
              Tone.OPTIMUM,
              PlotMark.Stroke.SOLID,
              envelope.points().stream().map(p -> new PlotMark.At(p.flops(), p.loss())).toList()));
    }
    List<Curve.Point> points =
        Stream.concat(fitted.stream(), heldOut.stream()).flatMap(c -> c.points().stream()).toList();
    return new Figure(
        "learning-curves",
        "Learning curves and their envelope",
        "Loss while each run trained; the envelope is the lowest loss at each compute.",
        PlotAxis.log(
            RunPoints.label(Input.C),
            NumberStyle.POWER,
            points.stream().mapToDouble(Curve.Point::flops)),
        PlotAxis.log(
            FittedQuantity.LOSS.label(),
            NumberStyle.PLAIN,
            points.stream().mapToDouble(Curve.Point::loss)),
        marks,
        new Figure.Ramp("N", NumberStyle.COUNT.text(low), NumberStyle.COUNT.text(high)));
  }

  private static PlotMark.Line line(String name, Tone tone, Curve curve) {
    return new PlotMark.Line(
        name,
        tone,
        PlotMark.Stroke.THIN,
        curve.points().stream().map(p -> new PlotMark.At(p.flops(), p.loss())).toList(),
        curve.run() + "\nN " + NumberStyle.COUNT.text(curve.n()));
  }
}
