package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.isoflop.PowerLine;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.planner.Allocation;
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
    Interval fitted = report.range().get("C");
    double[] flops =
        new Axis("", Axis.Scale.LOG, Numbers.POWER, fitted.low() / BEFORE, fitted.high() * BEYOND)
            .divisions(PLACES);
    ToDoubleFunction<Allocation> quantity = size ? Allocation::n : Allocation::d;
    List<Optimum> law =
        DoubleStream.of(flops).mapToObj(c -> Optimum.at(report, c, quantity)).toList();
    List<Mark> marks = new ArrayList<>();
    marks.add(
        new Mark.Band(
            String.format(Locale.ROOT, "%.0f %%", 100 * report.confidence().level()),
            Tone.FIT,
            law.stream().map(o -> new Mark.At(o.flops, o.interval.low())).toList(),
            law.stream().map(o -> new Mark.At(o.flops, o.interval.high())).toList()));
    marks.add(
        line(
            String.format(
                Locale.ROOT,
                "%s, %.2f",
                report.lawFacts().id(),
                report.estimate().parameters().get(exponent)),
            Tone.FIT,
            Mark.Stroke.SOLID,
            law.stream().map(o -> new Mark.At(o.flops, o.value)).toList()));
    double pivot = Math.sqrt(fitted.low() * fitted.high());
    double there = Optimum.at(report, pivot, quantity).value;
    double chinchilla = PublishedExponents.CHINCHILLA.get(exponent);
    double kaplan = PublishedExponents.KAPLAN.get(exponent);
    marks.add(
        line(
            String.format(Locale.ROOT, "Chinchilla's slope, %.2f", chinchilla),
            Tone.CHINCHILLA,
            Mark.Stroke.DASHED,
            slope(chinchilla, flops, pivot, there)));
    marks.add(
        line(
            String.format(Locale.ROOT, "Kaplan's, %.2f", kaplan),
            Tone.KAPLAN,
            Mark.Stroke.DOTTED,
            slope(kaplan, flops, pivot, there)));
    List<Mark> found = report.checks().isoflop() == null ? List.of() : optima(report, size);
    marks.addAll(found);
    Reach y =
        Reach.log(
            size ? "best N, parameters" : "best D, training tokens",
            Numbers.COUNT,
            DoubleStream.concat(
                law.stream().mapToDouble(Optimum::value),
                found.stream()
                    .flatMap(mark -> ((Mark.Points) mark).points().stream())
                    .mapToDouble(Mark.Point::y)),
            law.stream()
                .flatMapToDouble(o -> DoubleStream.of(o.interval.low(), o.interval.high())));
    return new Figure(
        size ? "optimal-size" : "optimal-tokens",
        size ? "Best size for a budget" : "Best number of tokens for a budget",
        "The law's optimum with its interval, the optima of single budgets, and published slopes"
            + " drawn through the law at the middle of the fitted compute. Numbers are exponents of C."
            + y.note(),
        new Axis(
            RunPoints.label(Input.C), Axis.Scale.LOG, Numbers.POWER, flops[0], flops[PLACES - 1]),
        y.axis(),
        marks,
        null);
  }

  /** The optimum of the law at one budget. */
  private record Optimum(double flops, double value, Interval interval) {
    static Optimum at(FitReport report, double flops, ToDoubleFunction<Allocation> quantity) {
      double[] draws =
          report.internal().draws().parallelStream()
              .mapToDouble(p -> quantity.applyAsDouble(report.optimal(p, flops)))
              .toArray();
      return new Optimum(
          flops,
          quantity.applyAsDouble(report.optimal(flops)),
          Interval.central(draws, report.confidence().level()));
    }
  }

  private static List<Mark.At> slope(double exponent, double[] flops, double pivot, double there) {
    return DoubleStream.of(flops)
        .mapToObj(c -> new Mark.At(c, there * Math.pow(c / pivot, exponent)))
        .toList();
  }

  private static Mark.Line line(String name, Tone tone, Mark.Stroke stroke, List<Mark.At> places) {
    return new Mark.Line(name, tone, stroke, places);
  }

  private static List<Mark> optima(FitReport report, boolean size) {
    IsoFlop isoflop = report.checks().isoflop();
    List<Mark.Point> parabolas = new ArrayList<>();
    List<Mark.Point> splines = new ArrayList<>();
    for (IsoFlop.Budget budget : isoflop.budgets()) {
      if (budget.valley().fault() == null) {
        parabolas.add(point(report, budget, budget.valley().parabola(), size));
      }
      if (Double.isFinite(budget.valley().akima())) {
        splines.add(point(report, budget, budget.valley().akima(), size));
      }
    }
    return List.of(
        new Mark.Points(
            name("parabola", isoflop.parabola(), report, size),
            Tone.DATA,
            Mark.Form.DISC,
            parabolas),
        new Mark.Points(
            name("Akima", isoflop.akima(), report, size), Tone.OPTIMUM, Mark.Form.SQUARE, splines));
  }

  private static String name(String method, PowerLine line, FitReport report, boolean size) {
    return line == null
        ? method
        : String.format(
            Locale.ROOT,
            "%s, %.2f",
            method,
            size ? line.a() : report.flopCount().tokensExponent(line.a()));
  }

  private static Mark.Point point(FitReport report, IsoFlop.Budget budget, double n, boolean size) {
    double value = size ? n : report.flopCount().tokens(budget.flops(), n);
    return Mark.Point.of(
        budget.flops(),
        value,
        Numbers.POWER.text(budget.flops()) + " FLOPs\n" + Numbers.COUNT.text(value));
  }
}
