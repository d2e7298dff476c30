package kleiber.analysis.figure;

import java.util.List;

/**
 * What a figure shows, free of how it is drawn.
 *
 * @param id short name, unique among figures shown together: file name and HTML id
 * @param title what is seen, in one line
 * @param caption what to make of it, for beneath the figure and for those who cannot see it
 * @param x horizontal axis
 * @param y vertical axis
 * @param marks drawn in this order
 * @param ramp what the ramp of tones stands for; null where it is not used
 */
public record Figure(
    String id,
    String title,
    String caption,
    PlotAxis x,
    PlotAxis y,
    List<PlotMark> marks,
    Ramp ramp) {
  /** A copy of the list is kept. */
  public Figure {
    marks = List.copyOf(marks);
  }

  /**
   * The legend of {@link Tone#ramp}.
   *
   * @param label of the quantity
   * @param low its least value
   * @param high its greatest value
   */
  public record Ramp(String label, String low, String high) {}
}
