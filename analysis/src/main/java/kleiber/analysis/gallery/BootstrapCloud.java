package kleiber.analysis.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.analysis.figure.Axis;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Mark;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Symbols;

/** Two parameters in every bootstrap refit: how far each could be elsewhere, and both together. */
final class BootstrapCloud {
  private static final Mark.Point HOFFMANN =
      hoffmann(Chinchilla.HOFFMANN.get("alpha"), Chinchilla.HOFFMANN.get("beta"));

  private BootstrapCloud() {}

  private static Mark.Point hoffmann(double alpha, double beta) {
    return Mark.Point.of(alpha, beta, "Hoffmann et al. 2022\nα, β = " + alpha + ", " + beta);
  }

  static Figure of(FitReport report) {
    Law law = report.toLaw();
    int first = column(law, "alpha", "alphaN", law.parameters().get(0));
    int second = column(law, "beta", "alphaD", "alphaS", law.parameters().get(first == 0 ? 1 : 0));
    List<Mark.Point> cloud = new ArrayList<>();
    for (double[] draw : report.internal().draws()) {
      double[] published = law.published(draw, report.internal().centres());
      cloud.add(Mark.Point.of(published[first], published[second], ""));
    }
    double[] best = law.published(report.internal().p(), report.internal().centres());
    List<Mark> marks = new ArrayList<>();
    marks.add(
        new Mark.Points(
            cloud.size() + " refits of resampled runs", Tone.DATA, Mark.Form.SPECK, cloud));
    String one = Symbols.of(law.parameters().get(first));
    String other = Symbols.of(law.parameters().get(second));
    String name = one + ", " + other;
    Axis x = axis(one, cloud.stream().map(Mark.Point::x));
    Axis y = axis(other, cloud.stream().map(Mark.Point::y));
    if (law instanceof Chinchilla && x.shows(HOFFMANN.x()) && y.shows(HOFFMANN.y())) {
      marks.add(
          new Mark.Points("Hoffmann et al.", Tone.CHINCHILLA, Mark.Form.SQUARE, List.of(HOFFMANN)));
    }
    marks.add(
        new Mark.Points(
            "this fit",
            Tone.OPTIMUM,
            Mark.Form.DIAMOND,
            List.of(
                Mark.Point.of(
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
  private static Axis axis(String name, Stream<Double> draws) {
    double[] sorted = draws.mapToDouble(v -> v).filter(Double::isFinite).sorted().toArray();
    int cut = sorted.length / 200;
    double low = sorted[cut];
    double high = sorted[sorted.length - 1 - cut];
    return low > 0 && high / low > 20
        ? Axis.log(name, Numbers.POWER, Stream.of(low, high).mapToDouble(v -> v))
        : Axis.linear(name, Numbers.PLAIN, Stream.of(low, high).mapToDouble(v -> v));
  }

  private static int column(Law law, String... names) {
    for (String name : names) {
      if (law.parameters().contains(name)) {
        return law.parameters().indexOf(name);
      }
    }
    throw new IllegalArgumentException(law.id());
  }
}
