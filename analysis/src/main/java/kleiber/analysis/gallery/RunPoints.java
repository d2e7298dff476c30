package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Run;
import kleiber.analysis.observations.Target;

/** Runs as points, with what they show when pointed at, and their tones by a quantity. */
final class RunPoints {
  private RunPoints() {}

  /** What is fitted, as the label of an axis. */
  static String measured(FitReport report) {
    return report.target().label();
  }

  /** What a run shows when it is pointed at. */
  static String label(Run run, FitReport report) {
    StringBuilder text = new StringBuilder(run.id());
    for (Input input : Input.values()) {
      if (run.inputs().containsKey(input)) {
        text.append('\n').append(input).append(' ').append(numbers(input).text(run.get(input)));
      }
    }
    double predicted = predicted(run, report);
    return text.append("\nmeasured ")
        .append(value(run.loss()))
        .append("\nlaw ")
        .append(value(predicted))
        .append(" (")
        .append(Numbers.CHANGE.text(predicted / run.loss() - 1))
        .append(')')
        .toString();
  }

  /** How values of what is fitted are written on an axis. */
  static Numbers measuredNumbers(FitReport report) {
    return report.target().isLoss() ? Numbers.PLAIN : Numbers.SIGNIFICANT;
  }

  /** A measured value. */
  static String value(double value) {
    return value >= 0.01 && value < 100
        ? Numbers.PLAIN.text(value, value < 1 ? 1e-4 : 1e-3)
        : Numbers.SIGNIFICANT.text(value);
  }

  /** How an input's values are written. */
  static Numbers numbers(Input input) {
    return switch (input) {
      case C -> Numbers.POWER;
      case N, D, U, S, B -> Numbers.COUNT;
      case L, H -> Numbers.PLAIN;
    };
  }

  /** An input with its unit, as the label of an axis. */
  static String label(Input input) {
    return switch (input) {
      case N -> "parameters N";
      case D -> "training tokens D";
      case C -> "training compute C, FLOPs";
      case U -> "unique training tokens U";
      case S -> "optimiser steps S";
      case B -> "batch B";
      case L -> Target.LOSS.label();
      case H -> "hyperparameter";
    };
  }

  /** The law at a run's inputs. */
  static double predicted(Run run, FitReport report) {
    double[] inputs = kleiber.analysis.observations.Observations.inputs(report.toLaw(), run);
    return report.toLaw().loss(report.internal().p(), report.internal().centres(), inputs);
  }

  /** Held-out runs at places of their own. */
  static Mark.Points heldOut(
      FitReport report, List<Run> runs, ToDoubleFunction<Run> x, ToDoubleFunction<Run> y) {
    return new Mark.Points(
        runs.isEmpty() ? "" : "held out",
        Tone.HELD_OUT,
        Mark.Form.DIAMOND,
        runs.stream()
            .map(
                run ->
                    Mark.Point.of(x.applyAsDouble(run), y.applyAsDouble(run), label(run, report)))
            .toList());
  }

  /** Fitted runs, each size in its own tone, without entries in the legend. */
  static List<Mark> bySize(
      FitReport report, List<Run> runs, ToDoubleFunction<Run> x, ToDoubleFunction<Run> y) {
    TreeMap<Double, List<Mark.Point>> sizes = new TreeMap<>();
    for (Run run : runs) {
      sizes
          .computeIfAbsent(run.n(), k -> new ArrayList<>())
          .add(Mark.Point.of(x.applyAsDouble(run), y.applyAsDouble(run), label(run, report)));
    }
    List<Mark> marks = new ArrayList<>();
    sizes.forEach(
        (n, points) -> marks.add(new Mark.Points("", sizeTone(n, runs), Mark.Form.DISC, points)));
    return marks;
  }

  /** The tone of a size among those of {@code runs}. */
  static Tone sizeTone(double n, List<Run> runs) {
    double low = runs.stream().mapToDouble(Run::n).min().orElse(n);
    double high = runs.stream().mapToDouble(Run::n).max().orElse(n);
    return Tone.ramp(high > low ? Math.log(n / low) / Math.log(high / low) : 0);
  }

  /** The legend of {@link #sizeTone}. */
  static Figure.Ramp sizeRamp(List<Run> runs) {
    double low = runs.stream().mapToDouble(Run::n).min().orElse(1);
    double high = runs.stream().mapToDouble(Run::n).max().orElse(1);
    return new Figure.Ramp("N", Numbers.COUNT.text(low), Numbers.COUNT.text(high));
  }

  /** A line of {@code y} over an axis. */
  static List<Mark.At> trace(Axis axis, ToDoubleFunction<Double> y) {
    List<Mark.At> places = new ArrayList<>();
    for (double x : axis.divisions(81)) {
      places.add(new Mark.At(x, y.applyAsDouble(x)));
    }
    return places;
  }
}
