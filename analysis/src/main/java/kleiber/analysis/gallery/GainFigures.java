package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import kleiber.analysis.compare.Comparison;
import kleiber.analysis.compare.Rung;
import kleiber.analysis.compare.VerdictWords;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.table.FittedQuantity;
import kleiber.core.Count;

/** A variant beside its base: losses against compute, and the gain against compute. */
public final class GainFigures {
  private static final String COMPUTE = "training compute C, FLOPs";

  private GainFigures() {}

  /** Both figures. */
  public static List<Figure> of(Comparison found) {
    return List.of(losses(found), gains(found));
  }

  private static Figure losses(Comparison found) {
    List<PlotMark> marks = new ArrayList<>();
    marks.addAll(
        arm(found.base(), found, Comparison.SizeGain::base, Tone.DATA, PlotMark.Form.DISC));
    marks.addAll(
        arm(
            found.variant(),
            found,
            Comparison.SizeGain::variant,
            Tone.OPTIMUM,
            PlotMark.Form.DIAMOND));
    return new Figure(
        "compare-losses",
        "Loss against compute",
        "Each point is the mean over seeds at the best hyperparameters of one size. The compute is"
            + " what was spent, so a variant with more FLOPs a token lies further right.",
        PlotAxis.log(COMPUTE, NumberStyle.POWER, rungs(found).mapToDouble(Rung::flops)),
        PlotAxis.log(
            FittedQuantity.LOSS.label(), NumberStyle.PLAIN, rungs(found).mapToDouble(Rung::loss)),
        marks,
        null);
  }

  private static java.util.stream.Stream<Rung> rungs(Comparison found) {
    return found.sizes().stream()
        .flatMap(size -> java.util.stream.Stream.of(size.base(), size.variant()));
  }

  private static List<PlotMark> arm(
      String name,
      Comparison found,
      Function<Comparison.SizeGain, Rung> side,
      Tone tone,
      PlotMark.Form form) {
    List<PlotMark.At> line = new ArrayList<>();
    List<PlotMark.Point> points = new ArrayList<>();
    for (Comparison.SizeGain size : found.sizes()) {
      Rung rung = side.apply(size);
      line.add(new PlotMark.At(rung.flops(), rung.loss()));
      points.add(
          PlotMark.Point.of(
              rung.flops(),
              rung.loss(),
              "%s %s\nN %s, D %s\nloss %s, the mean of %s"
                  .formatted(
                      name,
                      rung.name(),
                      NumberStyle.COUNT.text(rung.params()),
                      NumberStyle.COUNT.text(rung.tokens()),
                      RunPoints.value(rung.loss()),
                      Count.of(rung.losses().size(), "seed"))));
    }
    return List.of(
        new PlotMark.Line("", tone, PlotMark.Stroke.THIN, line),
        new PlotMark.Points(name, tone, form, points));
  }

  private static Figure gains(Comparison found) {
    List<PlotMark.Point> points = new ArrayList<>();
    for (Comparison.SizeGain size : found.sizes()) {
      points.add(point(size.variant().flops(), size.gain(), size.variant().name()));
    }
    List<PlotMark.Point> target = new ArrayList<>();
    if (found.projection() != null) {
      target.add(point(found.projection().flops(), found.projection().gain(), "target"));
    }
    List<PlotMark.Point> all = new ArrayList<>(points);
    all.addAll(target);
    PlotAxis x =
        PlotAxis.log(COMPUTE, NumberStyle.POWER, all.stream().mapToDouble(PlotMark.Point::x));
    PlotAxis y =
        PlotAxis.log(
            "compute-equivalent gain",
            NumberStyle.PLAIN,
            DoubleStream.concat(
                DoubleStream.of(1),
                all.stream().flatMapToDouble(p -> DoubleStream.of(p.y(), p.low(), p.high()))));
    List<PlotMark> marks = new ArrayList<>();
    marks.add(
        new PlotMark.Line(
            "no gain",
            Tone.MUTED,
            PlotMark.Stroke.DASHED,
            List.of(new PlotMark.At(x.low(), 1), new PlotMark.At(x.high(), 1))));
    marks.add(new PlotMark.Points("measured", Tone.DATA, PlotMark.Form.DISC, points));
    if (!target.isEmpty()) {
      marks.add(new PlotMark.Points("projected", Tone.HELD_OUT, PlotMark.Form.DIAMOND, target));
    }
    return new Figure(
        "compare-gain",
        "Gain against compute",
        "How many times the variant's compute the base would need for the same loss, with intervals."
            + " Above 1 the variant is better.",
        x,
        y,
        marks,
        null);
  }

  private static PlotMark.Point point(double flops, Comparison.Estimate gain, String name) {
    return new PlotMark.Point(
        flops,
        Double.isFinite(gain.value()) ? gain.value() : Double.NaN,
        finite(gain.interval().low()),
        finite(gain.interval().high()),
        name + "\ngain " + VerdictWords.times(gain.value()));
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
