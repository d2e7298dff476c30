package kleiber.analysis.coordinate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.number.NumberStyle;

/** Sizes of activations against the width, under µP and in the standard parametrisation. */
public final class CoordinateFigure {
  private CoordinateFigure() {}

  /**
   * One kind of activation.
   *
   * @param mup its sizes under µP, in the order of the widths
   * @param standard the same in the standard parametrisation
   */
  public record Sizes(String name, double[] mup, double[] standard) {}

  /**
   * Draws them.
   *
   * @param steps after which they were measured
   */
  public static Figure of(List<Integer> widths, List<Sizes> kinds, int steps) {
    List<PlotMark> marks = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      Tone tone = Tone.ramp(i / Math.max(1.0, kinds.size() - 1.0));
      Sizes kind = kinds.get(i);
      marks.add(line("", tone, PlotMark.Stroke.DASHED, widths, kind.standard()));
      marks.add(line(kind.name(), tone, PlotMark.Stroke.SOLID, widths, kind.mup()));
    }
    return new Figure(
        "coordinates",
        "Activations against width after " + steps + " steps",
        "Mean size of each kind of activation, the mean of the seeds. Whole lines are under µP,"
            + " broken ones in the standard parametrisation; where one rises or falls, the best"
            + " learning rate moves with the width.",
        PlotAxis.log("width", NumberStyle.SIGNIFICANT, widths.stream().mapToDouble(w -> w)),
        PlotAxis.log(
            "mean |activation|",
            NumberStyle.SIGNIFICANT,
            kinds.stream()
                .flatMapToDouble(
                    kind ->
                        DoubleStream.concat(
                            Arrays.stream(kind.mup()), Arrays.stream(kind.standard())))),
        marks,
        null);
  }

  private static PlotMark line(
      String name, Tone tone, PlotMark.Stroke stroke, List<Integer> widths, double[] sizes) {
    List<PlotMark.At> places =
        IntStream.range(0, sizes.length)
            .mapToObj(i -> new PlotMark.At(widths.get(i), sizes[i]))
            .toList();
    return new PlotMark.Line(name, tone, stroke, places);
  }
}
