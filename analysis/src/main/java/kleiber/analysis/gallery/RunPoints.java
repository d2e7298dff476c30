package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.law.Input;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

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
        .append(NumberStyle.CHANGE.text(predicted / run.loss() - 1))
        .append(')')
        .toString();
  }

  /** How values of what is fitted are written on an axis. */
  static NumberStyle measuredNumbers(FitReport report) {
    return report.target().isLoss() ? NumberStyle.PLAIN : NumberStyle.SIGNIFICANT;
  }

  /** A measured value. */
  static String value(double value) {
    return value >= 0.01 && value < 100
        ? NumberStyle.PLAIN.text(value, value < 1 ? 1e-4 : 1e-3)
        : NumberStyle.SIGNIFICANT.text(value);
  }

  /** How an input's values are written. */
  static NumberStyle numbers(Input input) {
    return switch (input) {
      case C -> NumberStyle.POWER;
      case N, D, U, S, B -> NumberStyle.COUNT;
      case L, H -> NumberStyle.PLAIN;
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
      case L -> FittedQuantity.LOSS.label();
      case H -> "hyperparameter";
    };
  }

  /** The law at a run's inputs. */
  static double predicted(Run run, FitReport report) {
    return report.fit().loss(Observations.inputs(report.fit().law(), run));
  }

  /** Held-out runs at places of their own. */
  static PlotMark.Points heldOut(
      FitReport report, List<Run> runs, ToDoubleFunction<Run> x, ToDoubleFunction<Run> y) {
    return new PlotMark.Points(
        runs.isEmpty() ? "" : "held out",
        Tone.HELD_OUT,
        PlotMark.Form.DIAMOND,
        runs.stream()
            .map(
                run ->
                    PlotMark.Point.of(
                        x.applyAsDouble(run), y.applyAsDouble(run), label(run, report)))
            .toList());
  }

  /** Fitted runs, each size in its own tone, without entries in the legend. */
  static List<PlotMark> bySize(
      FitReport report, List<Run> runs, ToDoubleFunction<Run> x, ToDoubleFunction<Run> y) {
    TreeMap<Double, List<PlotMark.Point>> sizes = new TreeMap<>();
    for (Run run : runs) {
      sizes
          .computeIfAbsent(run.n(), k -> new ArrayList<>())
          .add(PlotMark.Point.of(x.applyAsDouble(run), y.applyAsDouble(run), label(run, report)));
    }
    List<PlotMark> marks = new ArrayList<>();
    sizes.forEach(
        (n, points) ->
            marks.add(new PlotMark.Points("", sizeTone(n, runs), PlotMark.Form.DISC, points)));
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
    return new Figure.Ramp("N", NumberStyle.COUNT.text(low), NumberStyle.COUNT.text(high));
  }

  /** A line of {@code y} over an axis. */
  static List<PlotMark.At> trace(PlotAxis axis, ToDoubleFunction<Double> y) {
    List<PlotMark.At> places = new ArrayList<>();
    for (double x : axis.divisions(81)) {
      places.add(new PlotMark.At(x, y.applyAsDouble(x)));
    }
    return places;
  }
}
