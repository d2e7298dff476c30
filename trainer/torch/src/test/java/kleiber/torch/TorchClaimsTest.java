package kleiber.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.Deviation;
import kleiber.engine.claims.KernelClaims;
import kleiber.lm.verify.GoldenClaims;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend must be right about, on libtorch. */
class TorchClaimsTest {
  static Stream<Claim> claims() {
    return Stream.concat(KernelClaims.all().stream(), GoldenClaims.all().stream());
  }

  @ParameterizedTest
  @MethodSource("claims")
  void holds(Claim claim) {
    try (Backend backend = Backends.find().open("torch", "fp32", 2).backend()) {
      Deviation deviation = claim.on(backend);
      assertThat(deviation.within(1)).as("%s", deviation).isTrue();
    }
  }
}
