package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.isoflop.PowerLine;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.uncertainty.Interval;

/** N*(C) or D*(C): the law's with its interval, those of single budgets, and published slopes. */
final class OptimalAllocation {
  /** How far beyond the most expensive run the figure reaches. */
  private static final double BEYOND = 10;

  /** How far below the cheapest, so that its budget's marks are whole. */
  private static final double BEFORE = 1.3;

  private static final int PLACES = 25;

  private OptimalAllocation() {}

  /** N*(C), or D*(C), which is what N* leaves of C. */
  static Figure of(FitReport report, Input input) {
    boolean size = input == Input.N;
    String exponent = size ? "a" : "b";
    Interval fitted = report.fit().range().get(Input.C);
    double[] flops =
        new PlotAxis(
                "",
                PlotAxis.Scale.LOG,
                NumberStyle.POWER,
                fitted.low() / BEFORE,
                fitted.high() * BEYOND)
            .divisions(PLACES);
    ToDoubleFunction<Allocation> quantity = size ? Allocation::n : Allocation::d;
    List<Optimum> law =
        DoubleStream.of(flops).mapToObj(c -> Optimum.at(report, c, quantity)).toList();
    List<PlotMark> marks = new ArrayList<>();
    marks.add(
        new PlotMark.Band(
            String.format(Locale.ROOT, "%.0f %%", 100 * report.fit().level()),
            Tone.FIT,
            law.stream().map(o -> new PlotMark.At(o.flops, o.interval.low())).toList(),
            law.stream().map(o -> new PlotMark.At(o.flops, o.interval.high())).toList()));
    marks.add(
        line(
            String.format(
                Locale.ROOT,
                "%s, %.2f",
                report.fit().law().id(),
                report.estimate().parameters().get(exponent)),
            Tone.FIT,
            PlotMark.Stroke.SOLID,
            law.stream().map(o -> new PlotMark.At(o.flops, o.value)).toList()));
    double pivot = Math.sqrt(fitted.low() * fitted.high());
    double there = Optimum.at(report, pivot, quantity).value;
    double chinchilla = PublishedExponents.CHINCHILLA.get(exponent);
    double kaplan = PublishedExponents.KAPLAN.get(exponent);
    marks.add(
        line(
            String.format(Locale.ROOT, "Chinchilla's slope, %.2f", chinchilla),
            Tone.CHINCHILLA,
            PlotMark.Stroke.DASHED,
            slope(chinchilla, flops, pivot, there)));
    marks.add(
        line(
            String.format(Locale.ROOT, "Kaplan's, %.2f", kaplan),
            Tone.KAPLAN,
            PlotMark.Stroke.DOTTED,
            slope(kaplan, flops, pivot, there)));
    List<PlotMark> found = report.checks().isoflop() == null ? List.of() : optima(report, size);
    marks.addAll(found);
    Reach y =
        Reach.log(
            size ? "best N, parameters" : "best D, training tokens",
            NumberStyle.COUNT,
            DoubleStream.concat(
                law.stream().mapToDouble(Optimum::value),
                found.stream()
                    .flatMap(mark -> ((PlotMark.Points) mark).points().stream())
                    .mapToDouble(PlotMark.Point::y)),
            law.stream()
                .flatMapToDouble(o -> DoubleStream.of(o.interval.low(), o.interval.high())));
    return new Figure(
        size ? "optimal-size" : "optimal-tokens",
        size ? "Best size for a budget" : "Best number of tokens for a budget",
        "The law's optimum with its interval, the optima of single budgets, and published slopes"
            + " drawn through the law at the middle of the fitted compute. Numbers are exponents of C."
            + y.note(),
        new PlotAxis(
            RunPoints.label(Input.C),
            PlotAxis.Scale.LOG,
            NumberStyle.POWER,
            flops[0],
            flops[PLACES - 1]),
        y.axis(),
        marks,
        null);
  }

  /** The optimum of the law at one budget. */
  private record Optimum(double flops, double value, Interval interval) {
    static Optimum at(FitReport report, double flops, ToDoubleFunction<Allocation> quantity) {
      double[] draws =
          report.fit().internal().draws().parallelStream()
              .mapToDouble(p -> quantity.applyAsDouble(report.fit().optimal(p, flops)))
              .toArray();
      return new Optimum(
          flops,
          quantity.applyAsDouble(report.fit().optimal(flops)),
          Interval.central(draws, report.fit().level()));
    }
  }

  private static List<PlotMark.At> slope(
      double exponent, double[] flops, double pivot, double there) {
    return DoubleStream.of(flops)
        .mapToObj(c -> new PlotMark.At(c, there * Math.pow(c / pivot, exponent)))
        .toList();
  }

  private static PlotMark.Line line(
      String name, Tone tone, PlotMark.Stroke stroke, List<PlotMark.At> places) {
    return new PlotMark.Line(name, tone, stroke, places);
  }

  private static List<PlotMark> optima(FitReport report, boolean size) {
    IsoFlop isoflop = report.checks().isoflop();
    List<PlotMark.Point> parabolas = new ArrayList<>();
    List<PlotMark.Point> splines = new ArrayList<>();
    for (IsoFlop.Budget budget : isoflop.budgets()) {
      if (budget.valley().fault() == null) {
        parabolas.add(point(report, budget, budget.valley().parabola(), size));
      }
      if (Double.isFinite(budget.valley().akima())) {
        splines.add(point(report, budget, budget.valley().akima(), size));
      }
    }
    return List.of(
        new PlotMark.Points(
            name("parabola", isoflop.parabola(), report, size),
            Tone.DATA,
            PlotMark.Form.DISC,
            parabolas),
        new PlotMark.Points(
            name("Akima", isoflop.akima(), report, size),
            Tone.OPTIMUM,
            PlotMark.Form.SQUARE,
            splines));
  }

  private static String name(String method, PowerLine line, FitReport report, boolean size) {
    return line == null
        ? method
        : String.format(
            Locale.ROOT,
            "%s, %.2f",
            method,
            size ? line.a() : report.fit().flopCount().tokensExponent(line.a()));
  }

  private static PlotMark.Point point(
      FitReport report, IsoFlop.Budget budget, double n, boolean size) {
    double value = size ? n : report.fit().flopCount().tokens(budget.flops(), n);
    return PlotMark.Point.of(
        budget.flops(),
        value,
        NumberStyle.POWER.text(budget.flops()) + " FLOPs\n" + NumberStyle.COUNT.text(value));
  }
}
