package kleiber.analysis.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.Pdf;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Png;
import kleiber.analysis.figure.SvgRenderer;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.PowerLawFloor;
import kleiber.analysis.law.PowerProduct;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.Evidence;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class GalleryTest {
  private static final double LARGEST = 3e10;

  static Run run(String id, double n, double d, boolean holdout) {
    double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
    return new Run(id, Map.of(Input.N, n, Input.D, d, Input.C, 6 * n * d), loss, id, holdout);
  }

  /** Runs at three budgets and one held out. */
  static Observations table() {
    List<Run> runs = new ArrayList<>();
    for (double flops = 1e18; flops < 2e20; flops *= 10) {
      for (int k = -3; k <= 3; k++) {
        double n = 0.2 * Math.pow(flops, .46) * Math.pow(2, k);
        runs.add(run("<run & " + runs.size() + ">", n, flops / 6 / n, false));
      }
    }
    List<Run> holdouts = List.of(run("large", LARGEST, 1e12, true));
    return new Observations(List.copyOf(runs), holdouts, Map.of(), "table");
  }

  static List<Figure> figures(Law law) {
    FitReport report =
        new FitStudy(Criterion.of(new Penalty.Huber(1e-3)), 40, 0.9, 1, false)
            .study(law, new Evidence(table()), false);
    List<Curve> curves = new ArrayList<>();
    for (Run run : table().runs()) {
      List<Curve.Point> points = new ArrayList<>();
      for (double part = 0.05; part < 1.01; part += 0.05) {
        points.add(
            new Curve.Point(
                part * run.c(), part * run.d(), run("", run.n(), part * run.d(), false).loss()));
      }
      curves.add(new Curve(run.id(), run.n(), points));
    }
    return Gallery.of(report, table(), curves);
  }

  static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyFigureOfALawOfSizeAndDataIsThere() {
    assertThat(figures(new Chinchilla()))
        .extracting(Figure::id)
        .containsExactly(
            "loss-by-tokens",
            "learning-curves",
            "isoflop",
            "optimal-size",
            "optimal-tokens",
            "predicted-measured",
            "residuals",
            "bootstrap");
  }

  @Test
  void lawsOfOneInputAndOfOtherQuantitiesHaveTheirs() {
    assertThat(figures(new PowerLawFloor(Input.C)))
        .extracting(Figure::id)
        .contains("loss-by-input", "residuals")
        .doesNotContain("isoflop");
    assertThat(figures(new PowerProduct()))
        .extracting(Figure::id)
        .contains("predicted-measured")
        .doesNotContain("loss-by-tokens", "optimal-size");
  }

  @Test
  void pointsShowTheirValuesWhenPointedAt() throws Exception {
    Figure figure =
        figures(new Chinchilla()).stream()
            .filter(f -> f.id().equals("predicted-measured"))
            .findFirst()
            .orElseThrow();
    NodeList titles = parsed(SvgRenderer.standalone(figure)).getElementsByTagName("title");
    assertThat(titles.getLength()).isEqualTo(22);
    assertThat(titles.item(0).getTextContent()).contains("<run & 0>").contains("measured");
    assertThat(titles.item(21).getTextContent()).contains("large\nN 30B\nD 1T");
  }

  private static Figure figure(String id) {
    return figures(new Chinchilla()).stream()
        .filter(f -> f.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePublishedSlopesDifferByTheirDashesToo() {
    List<PlotMark.Stroke> strokes =
        figure("optimal-size").marks().stream()
            .filter(mark -> mark.name().matches("(Chinchilla|Kaplan)'s.*"))
            .map(mark -> ((PlotMark.Line) mark).stroke())
            .toList();
    assertThat(strokes).containsExactly(PlotMark.Stroke.DASHED, PlotMark.Stroke.DOTTED);
    assertThat(SvgRenderer.inline(figure("optimal-size")))
        .contains("stroke-dasharray=\"7 4\"", "stroke-dasharray=\"0.1 4.5\"");
  }

  @Test
  void bandsLieWithinTheirAxesOrTheCaptionSaysThatTheyGoOn() {
    for (String id : List.of("optimal-size", "optimal-tokens")) {
      Figure figure = figure(id);
      for (PlotMark mark : figure.marks()) {
        if (mark instanceof PlotMark.Band band) {
          assertThat(band.lower()).allMatch(at -> figure.y().shows(at.y()));
          assertThat(band.upper()).allMatch(at -> figure.y().shows(at.y()));
        }
      }
      assertThat(figure.caption()).doesNotContain("goes on beyond");
    }
    Reach cut =
        Reach.log("", NumberStyle.COUNT, DoubleStream.of(1, 10), DoubleStream.of(1e-30, 1e30));
    assertThat(cut.note()).contains("goes on beyond the figure");
    assertThat(cut.axis().high()).isBetween(1e3, 2e3);
  }

  @Test
  void aFigureAsPdfIsOneSmallPageOfOutlinesAndTheSameEachTime() throws Exception {
    Figure figure = figure("optimal-size");
    byte[] pdf = Pdf.of(figure);
    assertThat(pdf).isEqualTo(Pdf.of(figure)).hasSizeLessThan(100_000);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      assertThat(document.getPage(0).getMediaBox().getWidth()).isBetween(359f, 361f);
      BufferedImage page = new PDFRenderer(document).renderImage(0);
      assertThat(inked(page)).isGreaterThan(500);
      PDXObject form =
          document
              .getPage(0)
              .getResources()
              .getXObject(document.getPage(0).getResources().getXObjectNames().iterator().next());
      assertThat(((PDFormXObject) form).getResources().getXObjectNames())
          .as("no picture stands in for lines")
          .isEmpty();
    }
  }

  private static long inked(BufferedImage image) {
    int paper = image.getRGB(1, 1);
    long inked = 0;
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        inked += image.getRGB(x, y) == paper ? 0 : 1;
      }
    }
    return inked;
  }

  @Test
  void everyFigureIsWellFormedAndDrawable() throws Exception {
    for (Figure figure : figures(new Chinchilla())) {
      Document svg = parsed(SvgRenderer.standalone(figure));
      assertThat(svg.getDocumentElement().getAttribute("id")).isEqualTo("figure-" + figure.id());
      assertThat(SvgRenderer.inline(figure)).doesNotContain("NaN", "Infinity", "<style>");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.of(figure)));
      assertThat(inked(image)).as(figure.id()).isGreaterThan(2000);
    }
  }
}
