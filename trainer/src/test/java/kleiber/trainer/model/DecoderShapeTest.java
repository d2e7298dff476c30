package kleiber.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

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
}
