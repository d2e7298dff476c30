package kleiber.analysis.figure;

import java.util.List;

/** Something drawn between the axes of a figure, in the units of its axes. */
public sealed interface PlotMark permits PlotMark.Points, PlotMark.Line, PlotMark.Band {
  /** Its entry in the legend; empty for none. */
  String name();

  /** Its colour. */
  Tone tone();

  /** The form of a point, so that colour is never the only difference. */
  enum Form {
    /** A filled disc. */
    DISC,
    /** A small faint disc, for clouds of many. */
    SPECK,
    /** A filled diamond. */
    DIAMOND,
    /** A hollow square. */
    SQUARE,
    /** A cross, for what is not to be used. */
    CROSS
  }

  /** How a line is drawn. */
  enum Stroke {
    /** Unbroken. */
    SOLID,
    /** Thin and unbroken, for many lines in one figure. */
    THIN,
    /** Broken, for reference. */
    DASHED,
    /** In dots, for a second reference. */
    DOTTED
  }

  /** A place. */
  record At(double x, double y) {}

  /**
   * A place with its interval and a text shown when it is pointed at.
   *
   * @param low lower end of the interval of y; NaN where there is none
   * @param high upper end
   * @param label hover text; empty for none
   */
  record Point(double x, double y, double low, double high, String label) {
    /** A point without an interval. */
    public static Point of(double x, double y, String label) {
      return new Point(x, y, Double.NaN, Double.NaN, label);
    }
  }

  /** Single points. */
  record Points(String name, Tone tone, Form form, List<Point> points) implements PlotMark {
    /** A copy of the list is kept. */
    public Points {
      points = List.copyOf(points);
    }
  }

  /** A line through places in order; it breaks where a value is not finite. */
  record Line(String name, Tone tone, Stroke stroke, List<At> places, String label)
      implements PlotMark {
    /** A copy of the list is kept. */
    public Line {
      places = List.copyOf(places);
    }

    /** A line that shows nothing when it is pointed at. */
    public Line(String name, Tone tone, Stroke stroke, List<At> places) {
      this(name, tone, stroke, places, "");
    }
  }

  /** The area between two lines over the same x. */
  record Band(String name, Tone tone, List<At> lower, List<At> upper) implements PlotMark {
    /** Copies of the lists are kept. */
    public Band {
      lower = List.copyOf(lower);
      upper = List.copyOf(upper);
    }
  }
}
