package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Symbols;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.FitReport;

/** Two parameters in every bootstrap refit: how far each could be elsewhere, and both together. */
final class BootstrapCloud {
  private static final PlotMark.Point HOFFMANN =
      hoffmann(Chinchilla.HOFFMANN.get("alpha"), Chinchilla.HOFFMANN.get("beta"));

  private BootstrapCloud() {}

  private static PlotMark.Point hoffmann(double alpha, double beta) {
    return PlotMark.Point.of(alpha, beta, "Hoffmann et al. 2022\nα, β = " + alpha + ", " + beta);
  }

  static Figure of(FitReport report) {
    Law law = report.fit().law();
    int[] exponents =
        IntStream.range(0, law.parameters().size())
            .filter(j -> law.parameters().get(j).isExponent())
            .toArray();
    int first = exponents.length > 0 ? exponents[0] : 0;
    int second = exponents.length > 1 ? exponents[1] : first == 0 ? 1 : 0;
    List<PlotMark.Point> cloud = new ArrayList<>();
    for (double[] draw : report.fit().internal().draws()) {
      double[] published = law.published(draw, report.fit().internal().centres());
      cloud.add(PlotMark.Point.of(published[first], published[second], ""));
    }
    double[] best = report.fit().published();
    List<PlotMark> marks = new ArrayList<>();
    marks.add(
        new PlotMark.Points(
            cloud.size() + " refits of resampled runs", Tone.DATA, PlotMark.Form.SPECK, cloud));
    String one = Symbols.of(law.parameters().get(first).name());
    String other = Symbols.of(law.parameters().get(second).name());
    String name = one + ", " + other;
    PlotAxis x = axis(one, cloud.stream().map(PlotMark.Point::x));
    PlotAxis y = axis(other, cloud.stream().map(PlotMark.Point::y));
    if (law instanceof Chinchilla && x.shows(HOFFMANN.x()) && y.shows(HOFFMANN.y())) {
      marks.add(
          new PlotMark.Points(
              "Hoffmann et al.", Tone.CHINCHILLA, PlotMark.Form.SQUARE, List.of(HOFFMANN)));
    }
    marks.add(
        new PlotMark.Points(
            "this fit",
            Tone.OPTIMUM,
            PlotMark.Form.DIAMOND,
            List.of(
                PlotMark.Point.of(
                    best[first],
                    best[second],
                    "%s = %s, %s"
                        .formatted(
                            name, RunPoints.value(best[first]), RunPoints.value(best[second]))))));
    return new Figure(
        "bootstrap",
        "How certain the parameters are",
        "Each speck is the law fitted to runs drawn again with replacement; a long thin cloud means"
            + " that only a combination of the two is known.",
        x,
        y,
        marks,
        null);
  }

  /** The middle 99 % of the draws: a few that ran off would hide the rest. */
  private static PlotAxis axis(String name, Stream<Double> draws) {
    double[] sorted = draws.mapToDouble(v -> v).filter(Double::isFinite).sorted().toArray();
    int cut = sorted.length / 200;
    double low = sorted[cut];
    double high = sorted[sorted.length - 1 - cut];
    return low > 0 && high / low > 20
        ? PlotAxis.log(name, NumberStyle.POWER, Stream.of(low, high).mapToDouble(v -> v))
        : PlotAxis.linear(name, NumberStyle.PLAIN, Stream.of(low, high).mapToDouble(v -> v));
  }
}
