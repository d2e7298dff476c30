package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.isoflop.Valley;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Run;

/** Loss against size at each budget, with its parabola and optimum. */
final class IsoFlopCurves {
  private IsoFlopCurves() {}

  static Figure of(FitReport report, Observations table) {
    List<IsoFlop.Budget> budgets = report.checks().isoflop().budgets();
    List<Mark> lines = new ArrayList<>();
    List<Mark> points = new ArrayList<>();
    List<Mark.Point> optima = new ArrayList<>();
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < budgets.size(); i++) {
      IsoFlop.Budget budget = budgets.get(i);
      List<Run> runs =
          table.runs().stream().filter(run -> budget.members().contains(run.id())).toList();
      all.addAll(runs);
      Tone tone = Tone.ramp(budgets.size() > 1 ? i / (budgets.size() - 1.0) : 0);
      String name = Numbers.POWER.text(budget.flops()) + " FLOPs";
      Axis sizes = Axis.log("", Numbers.COUNT, runs.stream().mapToDouble(Run::n));
      Valley valley = budget.valley();
      lines.add(
          new Mark.Line(
              "",
              tone,
              Mark.Stroke.THIN,
              RunPoints.trace(sizes, n -> valley.lossAt(n)),
              name + (valley.fault() == null ? "" : "\n" + valley.fault())));
      points.add(
          new Mark.Points(
              "",
              tone,
              Mark.Form.DISC,
              runs.stream()
                  .map(run -> Mark.Point.of(run.n(), run.loss(), RunPoints.label(run, report)))
                  .toList()));
      if (valley.fault() == null) {
        optima.add(
            Mark.Point.of(
                valley.parabola(),
                valley.parabolaLoss(),
                "%s\nN* %s, loss %s"
                    .formatted(
                        name,
                        Numbers.COUNT.text(valley.parabola()),
                        RunPoints.value(valley.parabolaLoss()))));
      }
    }
    List<Mark> marks = new ArrayList<>(lines);
    marks.addAll(points);
    marks.add(new Mark.Points("optimum", Tone.OPTIMUM, Mark.Form.DIAMOND, optima));
    return new Figure(
        "isoflop",
        "Loss against size at each budget",
        "Each curve is a parabola through runs of equal compute; its lowest point is that budget's"
            + " best size.",
        Axis.log(RunPoints.label(Input.N), Numbers.COUNT, all.stream().mapToDouble(Run::n)),
        Axis.log(RunPoints.measured(report), Numbers.PLAIN, all.stream().mapToDouble(Run::loss)),
        marks,
        new Figure.Ramp(
            "C",
            Numbers.POWER.text(budgets.get(0).flops()),
            Numbers.POWER.text(budgets.get(budgets.size() - 1).flops()) + " FLOPs"));
  }
}
