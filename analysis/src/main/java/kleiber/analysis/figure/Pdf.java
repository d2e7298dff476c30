package kleiber.analysis.figure;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import kleiber.core.KleiberException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * A figure as one page of PDF, in lines and areas that a paper may scale at will. Letters are
 * outlines too: no font need be there, and Greek and raised digits look alike everywhere.
 */
public final class Pdf {
  /** Points of the page for a unit of the view box: its letters of 13 come out at 9 points. */
  private static final float SCALE = 9f / PlotLayout.TEXT;

  private Pdf() {}

  /**
   * The figure on light paper; the same figure gives the same bytes.
   *
   * @throws KleiberException where Java cannot draw, as on a machine without any font
   */
  public static byte[] of(Figure figure) {
    return Drawing.as("PDF", figure, () -> draw(figure));
  }

  private static byte[] draw(Figure figure) throws IOException {
    float width = SCALE * PlotLayout.WIDTH;
    float height = SCALE * PlotLayout.HEIGHT;
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(0L);
      document.getDocumentInformation().setTitle(figure.title());
      PDPage page = new PDPage(new PDRectangle(width, height));
      document.addPage(page);
      PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
      Drawing.on(graphics, figure, width, height);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.drawForm(graphics.getXFormObject());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }
}
