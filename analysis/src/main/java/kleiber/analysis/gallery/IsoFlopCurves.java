package kleiber.analysis.gallery;

import java.util.List;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.law.Input;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;

/** Loss against size at each budget, with its parabola and optimum. */
final class IsoFlopCurves {
  private IsoFlopCurves() {}

  static Figure of(FitReport report, Observations table) {
    List<IsoFlop.Budget> budgets = report.checks().isoflop().budgets();
    Valleys valleys = new Valleys(NumberStyle.COUNT);
    for (int i = 0; i < budgets.size(); i++) {
      IsoFlop.Budget budget = budgets.get(i);
      valleys.add(
          NumberStyle.POWER.text(budget.flops()) + " FLOPs",
          "N*",
          Tone.ramp(budgets.size() > 1 ? i / (budgets.size() - 1.0) : 0),
          budget.valley(),
          table.runs().stream()
              .filter(run -> budget.members().contains(run.id()))
              .map(run -> PlotMark.Point.of(run.n(), run.loss(), RunPoints.label(run, report)))
              .toList());
    }
    return new Figure(
        "isoflop",
        "Loss against size at each budget",
        "Each curve is a parabola through runs of equal compute; its lowest point is that budget's"
            + " best size.",
        valleys.x(RunPoints.label(Input.N)),
        valleys.y(RunPoints.measured(report)),
        valleys.marks(),
        new Figure.Ramp(
            "C",
            NumberStyle.POWER.text(budgets.get(0).flops()),
            NumberStyle.POWER.text(budgets.get(budgets.size() - 1).flops()) + " FLOPs"));
  }
}
