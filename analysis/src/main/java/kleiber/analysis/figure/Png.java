package kleiber.analysis.figure;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import kleiber.trainer.KleiberException;

/** A figure's SVG turned into pixels, so that there is one drawing. */
public final class Png {
  private static final int SCALE = 2;

  private Png() {}

  /**
   * The figure on light paper, twice as many pixels as its view box has.
   *
   * @throws KleiberException where Java cannot draw, as on a machine without any font
   */
  public static byte[] of(Figure figure) {
    // Set before AWT loads; no screen is needed.
    System.setProperty("java.awt.headless", "true");
    try {
      byte[] svg = SvgRenderer.inline(figure).getBytes(StandardCharsets.UTF_8);
      SVGDocument document =
          new SVGLoader().load(new ByteArrayInputStream(svg), null, LoaderContext.createDefault());
      BufferedImage image =
          new BufferedImage(
              SCALE * Layout.WIDTH, SCALE * Layout.HEIGHT, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      document.render(null, graphics, new ViewBox(0, 0, image.getWidth(), image.getHeight()));
      graphics.dispose();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw KleiberException.failure("cannot draw " + figure.id() + " as PNG: " + e, e);
    }
  }
}
