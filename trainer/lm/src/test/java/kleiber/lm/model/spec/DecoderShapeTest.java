package kleiber.lm.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderShapeTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11})
  void shapesComeNearTheirSizeWithSensibleProportions(double params) {
    DecoderShape shape = DecoderShape.near(params, DecoderShape::blockParams);
    assertThat(shape.blockParams()).isCloseTo(params, withPercentage(10));
    assertThat((double) shape.width() / shape.layers()).isBetween(16.0, 256.0);
    assertThat(shape.width() % shape.heads()).isZero();
    assertThat(shape.width() / shape.heads()).isBetween(8, 64);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, 3e6, 1e7, 1e8, 1.2e9, 1e10, 1e11, 1e12})
  void usualShapesHaveHeadsOf64AndFromWidth2048On128(double params) {
    DecoderShape shape = DecoderShape.usual(params);
    assertThat(shape.blockParams()).isCloseTo(params, withPercentage(15));
    assertThat((double) shape.width() / shape.layers()).isBetween(16.0, 256.0);
    assertThat(shape.width()).isEqualTo(shape.heads() * (shape.width() < 2048 ? 64 : 128));
  }

  @Test
  void modelsTooSmallForUsualHeadsHaveNarrowOnes() {
    assertThat(DecoderShape.usual(5e4))
        .isEqualTo(DecoderShape.near(5e4, DecoderShape::blockParams));
  }

  @Test
  void sizesWantedTogetherGetDifferentShapesWhichRise() {
    List<Double> wanted = List.of(9000.0, 9500.0, 10000.0, 10500.0, 11000.0);
    List<DecoderShape> shapes =
        DecoderShape.near(wanted, DecoderShape.BY_RULE, DecoderShape::blockParams);
    assertThat(shapes.stream().map(DecoderShape::blockParams).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void sizesFarApartGetTheShapesTheyWouldGetAlone() {
    List<Double> wanted = List.of(1e5, 1e6, 1e7, 1e8);
    assertThat(DecoderShape.near(wanted, DecoderShape.BY_RULE, DecoderShape::blockParams))
        .isEqualTo(
            wanted.stream()
                .map(params -> DecoderShape.near(params, DecoderShape::blockParams))
                .toList());
  }

  /** Near each of these are hundreds of thousands of shapes, of which few are kept. */
  @Test
  void manyLargeSizesTakeLittleMemory() {
    List<Double> wanted = IntStream.range(0, 100).mapToObj(i -> 1e12 * (1 + i / 20.0)).toList();
    List<DecoderShape> shapes =
        DecoderShape.near(wanted, DecoderShape.BY_RULE, DecoderShape::blockParams);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(shapes.get(i).blockParams()).isCloseTo(wanted.get(i), withPercentage(1));
    }
    assertThat(shapes.stream().map(DecoderShape::blockParams).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void modelsOfOneDepthDifferInWidthAlone() {
    List<Double> wanted = List.of(2e4, 4e4, 8e4, 16e4);
    assertThat(DecoderShape.near(wanted, 2, DecoderShape::blockParams))
        .extracting(DecoderShape::layers, DecoderShape::width)
        .containsExactly(tuple(2, 32), tuple(2, 40), tuple(2, 56), tuple(2, 80));
  }
}
