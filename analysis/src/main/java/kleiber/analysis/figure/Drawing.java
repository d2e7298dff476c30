package kleiber.analysis.figure;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import kleiber.core.KleiberException;

/** A figure's SVG drawn on what Java draws on, so that there is one drawing for all formats. */
final class Drawing {
  private Drawing() {}

  /** What draws a figure in one format. */
  interface Format {
    byte[] draw() throws IOException;
  }

  /**
   * A figure in some format.
   *
   * @throws KleiberException where Java cannot draw, as on a machine without any font
   */
  static byte[] as(String format, Figure figure, Format drawn) {
    // Set before AWT loads; no screen is needed.
    System.setProperty("java.awt.headless", "true");
    try {
      return drawn.draw();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw KleiberException.failure("cannot draw " + figure.id() + " as " + format + ": " + e, e);
    }
  }

  /** Draws a figure, on light paper, to fill some width and height. */
  static void on(Graphics2D graphics, Figure figure, float width, float height) {
    byte[] svg = SvgRenderer.inline(figure).getBytes(StandardCharsets.UTF_8);
    SVGDocument document =
        new SVGLoader().load(new ByteArrayInputStream(svg), null, LoaderContext.createDefault());
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    document.render(null, graphics, new ViewBox(0, 0, width, height));
    graphics.dispose();
  }
}
