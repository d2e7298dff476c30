package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.isoflop.Valley;
import kleiber.analysis.number.NumberStyle;

/** Losses with a lowest point each: runs, the parabolas through them and the optima of these. */
final class Valleys {
  private final NumberStyle numbers;
  private final List<PlotMark> lines = new ArrayList<>();
  private final List<PlotMark> points = new ArrayList<>();
  private final List<PlotMark.Point> optima = new ArrayList<>();
  private final DoubleStream.Builder xs = DoubleStream.builder();
  private final DoubleStream.Builder losses = DoubleStream.builder();

  /** Nothing yet, over a quantity that is written as {@code numbers}. */
  Valleys(NumberStyle numbers) {
    this.numbers = numbers;
  }

  /**
   * Adds one.
   *
   * @param name shown when it is pointed at
   * @param symbol of its optimum, such as N*
   */
  void add(String name, String symbol, Tone tone, Valley valley, List<PlotMark.Point> runs) {
    PlotAxis range = PlotAxis.log("", numbers, runs.stream().mapToDouble(PlotMark.Point::x));
    List<PlotMark.At> parabola = RunPoints.trace(range, valley::lossAt);
    String fault = valley.fault() == null ? "" : "\n" + valley.fault();
    lines.add(new PlotMark.Line("", tone, PlotMark.Stroke.THIN, parabola, name + fault));
    points.add(new PlotMark.Points("", tone, PlotMark.Form.DISC, runs));
    parabola.forEach(at -> losses.add(at.y()));
    runs.forEach(
        run -> {
          xs.add(run.x());
          losses.add(run.y());
        });
    if (valley.fault() == null) {
      optima.add(
          PlotMark.Point.of(
              valley.parabola(),
              valley.parabolaLoss(),
              "%s\n%s %s, loss %s"
                  .formatted(
                      name,
                      symbol,
                      numbers.text(valley.parabola()),
                      RunPoints.value(valley.parabolaLoss()))));
    }
  }

  /** The horizontal axis that shows all. */
  PlotAxis x(String label) {
    return PlotAxis.log(label, numbers, xs.build());
  }

  /** The axis of losses that shows all, parabolas too. */
  PlotAxis y(String label) {
    return PlotAxis.log(label, NumberStyle.PLAIN, losses.build());
  }

  /** Lines first, points over them, optima on top. */
  List<PlotMark> marks() {
    List<PlotMark> marks = new ArrayList<>(lines);
    marks.addAll(points);
    marks.add(new PlotMark.Points("optimum", Tone.OPTIMUM, PlotMark.Form.DIAMOND, optima));
    return marks;
  }
}
