package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.isoflop.BestOfGroups;
import kleiber.analysis.isoflop.GroupBest;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.table.FittedQuantity;

/** Loss against any key that varies within groups of runs, a line for each group. */
public final class VariedKeyCurves {
  private VariedKeyCurves() {}

  /** Empty where no key was looked at, or none has two values in a group. */
  public static Optional<Figure> of(BestOfGroups best) {
    List<GroupBest> groups =
        best.groups().stream().filter(group -> group.tried().size() > 1).toList();
    if (best.key().isEmpty() || groups.isEmpty()) {
      return Optional.empty();
    }
    String key = best.key().get();
    boolean positive =
        groups.stream().flatMap(g -> g.tried().stream()).allMatch(value -> value > 0);
    List<PlotMark> marks = new ArrayList<>();
    List<PlotMark.Point> optima = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      GroupBest group = groups.get(i);
      Tone tone = Tone.ramp(groups.size() > 1 ? i / (groups.size() - 1.0) : 0);
      List<PlotMark.At> line =
          IntStream.range(0, group.tried().size())
              .mapToObj(j -> new PlotMark.At(group.tried().get(j), group.losses().get(j)))
              .toList();
      marks.add(new PlotMark.Line("", tone, PlotMark.Stroke.THIN, line, group.name()));
      marks.add(
          new PlotMark.Points(
              "",
              tone,
              PlotMark.Form.DISC,
              line.stream().map(at -> point(group.name(), key, at.x(), at.y())).toList()));
      if (group.hasVertex()) {
        double vertex = group.valley().orElseThrow().parabola();
        double loss = group.valley().orElseThrow().parabolaLoss();
        optima.add(point(group.name() + "\nbest", key, vertex, loss));
      }
    }
    if (!optima.isEmpty()) {
      marks.add(
          new PlotMark.Points("vertex of a parabola", Tone.OPTIMUM, PlotMark.Form.DIAMOND, optima));
    }
    DoubleStream x = groups.stream().flatMap(g -> g.tried().stream()).mapToDouble(v -> v);
    DoubleStream y =
        DoubleStream.concat(
            groups.stream().flatMap(g -> g.losses().stream()).mapToDouble(v -> v),
            optima.stream().mapToDouble(PlotMark.Point::y));
    return Optional.of(
        new Figure(
            "best-" + key.replaceAll("[^A-Za-z0-9]+", "-"),
            "Loss against " + key,
            "Each line is a group of runs ("
                + String.join(", ", best.by())
                + "), with the lowest mean loss over seeds at each value.",
            positive
                ? PlotAxis.log(key, NumberStyle.SIGNIFICANT, x)
                : PlotAxis.linear(key, NumberStyle.SIGNIFICANT, x),
            PlotAxis.log(FittedQuantity.LOSS.label(), NumberStyle.PLAIN, y),
            marks,
            new Figure.Ramp("group", groups.get(0).name(), groups.get(groups.size() - 1).name())));
  }

  private static PlotMark.Point point(String name, String key, double x, double y) {
    return PlotMark.Point.of(
        x,
        y,
        "%s\n%s %s\nloss %s"
            .formatted(name, key, NumberStyle.SIGNIFICANT.text(x), RunPoints.value(y)));
  }
}
