package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.isoflop.Valley;

/** Losses with a lowest point each: runs, the parabolas through them and the optima of these. */
final class Valleys {
  private final Numbers numbers;
  private final List<Mark> lines = new ArrayList<>();
  private final List<Mark> points = new ArrayList<>();
  private final List<Mark.Point> optima = new ArrayList<>();
  private final DoubleStream.Builder xs = DoubleStream.builder();
  private final DoubleStream.Builder losses = DoubleStream.builder();

  /** Nothing yet, over a quantity that is written as {@code numbers}. */
  Valleys(Numbers numbers) {
    this.numbers = numbers;
  }

  /**
   * Adds one.
   *
   * @param name shown when it is pointed at
   * @param symbol of its optimum, such as N*
   */
  void add(String name, String symbol, Tone tone, Valley valley, List<Mark.Point> runs) {
    Axis range = Axis.log("", numbers, runs.stream().mapToDouble(Mark.Point::x));
    List<Mark.At> parabola = RunPoints.trace(range, valley::lossAt);
    String fault = valley.fault() == null ? "" : "\n" + valley.fault();
    lines.add(new Mark.Line("", tone, Mark.Stroke.THIN, parabola, name + fault));
    points.add(new Mark.Points("", tone, Mark.Form.DISC, runs));
    parabola.forEach(at -> losses.add(at.y()));
    runs.forEach(
        run -> {
          xs.add(run.x());
          losses.add(run.y());
        });
    if (valley.fault() == null) {
      optima.add(
          Mark.Point.of(
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
  Axis x(String label) {
    return Axis.log(label, numbers, xs.build());
  }

  /** The axis of losses that shows all, parabolas too. */
  Axis y(String label) {
    return Axis.log(label, Numbers.PLAIN, losses.build());
  }

  /** Lines first, points over them, optima on top. */
  List<Mark> marks() {
    List<Mark> marks = new ArrayList<>(lines);
    marks.addAll(points);
    marks.add(new Mark.Points("optimum", Tone.OPTIMUM, Mark.Form.DIAMOND, optima));
    return marks;
  }
}
