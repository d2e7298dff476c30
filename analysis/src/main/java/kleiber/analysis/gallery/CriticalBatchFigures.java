package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import kleiber.analysis.batch.CriticalBatches;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.analysis.batch.Ladder;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.number.NumberStyle;

/** Steps and tokens to target losses, and how the critical batch grows as loss falls. */
public final class CriticalBatchFigures {
  private static final int LINE = 60;

  private final CriticalBatches all;
  private final List<Double> sizes;

  private CriticalBatchFigures(CriticalBatches all) {
    this.all = all;
    this.sizes = all.found().stream().map(found -> found.ladder().n()).distinct().toList();
  }

  /** Both figures; the second where there is a law of the loss. */
  public static List<Figure> of(CriticalBatches all) {
    CriticalBatchFigures figures = new CriticalBatchFigures(all);
    return all.law() == null
        ? List.of(figures.hyperbolas())
        : List.of(figures.hyperbolas(), figures.byLoss());
  }

  private Figure hyperbolas() {
    PlotAxis x = axis("steps to the loss", Ladder.Reached::steps);
    PlotAxis y = axis("tokens to the loss", Ladder.Reached::tokens);
    List<PlotMark> marks = new ArrayList<>();
    for (Found found : all.found()) {
      Tone tone = tone(found.ladder().n());
      marks.add(new PlotMark.Line("", tone, PlotMark.Stroke.THIN, hyperbola(found, x)));
    }
    for (double n : sizes) {
      List<PlotMark.Point> points =
          all.found().stream()
              .filter(found -> found.ladder().n() == n)
              .flatMap(found -> found.ladder().reached().stream().map(at -> point(found, at)))
              .toList();
      marks.add(new PlotMark.Points(name(n), tone(n), PlotMark.Form.DISC, points));
    }
    return new Figure(
        "steps-and-tokens",
        "Steps and tokens to a loss",
        "Each point is the quickest run of a batch; the lines are hyperbolas, one for each size and"
            + " loss. Up a line batches grow: steps are saved as long as it is steep.",
        x,
        y,
        marks,
        null);
  }

  private static List<PlotMark.At> hyperbola(Found found, PlotAxis x) {
    double least = found.minSteps().value();
    List<PlotMark.At> line = new ArrayList<>();
    double from = least * 1.02;
    for (int i = 0; i < LINE; i++) {
      double steps = from * Math.pow(x.high() / from, i / (LINE - 1.0));
      line.add(new PlotMark.At(steps, found.minTokens().value() * (1 + 1 / (steps / least - 1))));
    }
    return line;
  }

  private static PlotMark.Point point(Found found, Ladder.Reached at) {
    return PlotMark.Point.of(
        at.steps(),
        at.tokens(),
        "%s\nbatch %s tokens, loss %s\n%s steps"
            .formatted(
                at.run(),
                NumberStyle.COUNT.text(at.batch()),
                NumberStyle.SIGNIFICANT.text(found.ladder().target()),
                NumberStyle.COUNT.text(at.steps())));
  }

  private Figure byLoss() {
    PlotAxis x =
        PlotAxis.log(
            "loss, nats per token",
            NumberStyle.SIGNIFICANT,
            all.found().stream().mapToDouble(found -> found.ladder().target()));
    PlotAxis y =
        PlotAxis.log(
            "critical batch, tokens",
            NumberStyle.COUNT,
            all.found().stream()
                .flatMapToDouble(
                    found ->
                        DoubleStream.of(
                            found.batch().interval().low(), found.batch().interval().high())));
    List<PlotMark> marks = new ArrayList<>();
    List<PlotMark.At> line = new ArrayList<>();
    for (double loss : x.divisions(LINE)) {
      double batch = all.law().star().value() * Math.pow(loss, -1 / all.law().alpha().value());
      line.add(new PlotMark.At(loss, batch));
    }
    marks.add(new PlotMark.Line("law of all sizes", Tone.MUTED, PlotMark.Stroke.DASHED, line));
    for (double n : sizes) {
      List<PlotMark.Point> points =
          all.found().stream()
              .filter(found -> found.ladder().n() == n)
              .map(
                  found ->
                      new PlotMark.Point(
                          found.ladder().target(),
                          found.batch().value(),
                          found.batch().interval().low(),
                          found.batch().interval().high(),
                          name(n)))
              .toList();
      marks.add(new PlotMark.Points(name(n), tone(n), PlotMark.Form.DISC, points));
    }
    return new Figure(
        "critical-batch",
        "Critical batch against loss",
        "Beyond the critical batch a larger one saves few steps. Each point is a hyperbola's, with"
            + " its interval.",
        x,
        y,
        marks,
        null);
  }

  private PlotAxis axis(String label, ToDoubleFunction<Ladder.Reached> value) {
    return PlotAxis.log(
        label,
        NumberStyle.COUNT,
        all.found().stream()
            .flatMapToDouble(f -> f.ladder().reached().stream().mapToDouble(value)));
  }

  private Tone tone(double n) {
    return Tone.ramp(sizes.size() == 1 ? 1 : sizes.indexOf(n) / (sizes.size() - 1.0));
  }

  private static String name(double n) {
    return NumberStyle.COUNT.text(n) + " parameters";
  }
}
