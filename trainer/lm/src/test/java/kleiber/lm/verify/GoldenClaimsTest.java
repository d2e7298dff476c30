package kleiber.lm.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.Deviation;
import kleiber.engine.testing.UsableBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend holds to the golden cases, on one lane and on two. */
class GoldenClaimsTest {
  static Stream<Arguments> claims() {
    return GoldenClaims.all().stream()
        .flatMap(
            c ->
                Stream.of(
                    Arguments.of("cpu", 1, c),
                    Arguments.of("cpu", 2, c),
                    Arguments.of("nd4j", 1, c)));
  }

  @ParameterizedTest(name = "{0} with {1} lanes, {2}")
  @MethodSource("claims")
  void backendsHoldToTheClaims(String name, int lanes, Claim claim) {
    try (Backend backend = UsableBackend.open(name, lanes)) {
      Deviation deviation = claim.on(backend);
      assertThat(deviation.within(1)).as("%s", deviation).isTrue();
    }
  }
}
