package kleiber.analysis.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import kleiber.core.KleiberException;

/** A figure as pixels. */
public final class Png {
  private static final int SCALE = 2;

  private Png() {}

  /**
   * The figure on light paper, twice as many pixels as its view box has.
   *
   * @throws KleiberException where Java cannot draw, as on a machine without any font
   */
  public static byte[] of(Figure figure) {
    return Drawing.as("PNG", figure, () -> draw(figure));
  }

  private static byte[] draw(Figure figure) throws IOException {
    BufferedImage image =
        new BufferedImage(
            SCALE * PlotLayout.WIDTH, SCALE * PlotLayout.HEIGHT, BufferedImage.TYPE_INT_RGB);
    Drawing.on(image.createGraphics(), figure, image.getWidth(), image.getHeight());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
