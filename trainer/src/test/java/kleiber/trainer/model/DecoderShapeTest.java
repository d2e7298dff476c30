package kleiber.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
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

  @Test
  void sizesWantedTogetherGetDifferentShapesWhichRise() {
    List<Double> wanted = List.of(9000.0, 9500.0, 10000.0, 10500.0, 11000.0);
    List<DecoderShape> shapes = DecoderShape.near(wanted, DecoderShape::blockParams);
    assertThat(shapes.stream().map(DecoderShape::blockParams).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void sizesFarApartGetTheShapesTheyWouldGetAlone() {
    List<Double> wanted = List.of(1e5, 1e6, 1e7, 1e8);
    assertThat(DecoderShape.near(wanted, DecoderShape::blockParams))
        .isEqualTo(
            wanted.stream()
                .map(params -> DecoderShape.near(params, DecoderShape::blockParams))
                .toList());
  }
}
