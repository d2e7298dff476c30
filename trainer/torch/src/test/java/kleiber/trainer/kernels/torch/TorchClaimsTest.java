package kleiber.trainer.kernels.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import kleiber.trainer.backend.Backend;
import kleiber.trainer.backend.Backends;
import kleiber.trainer.verify.Claim;
import kleiber.trainer.verify.Deviation;
import kleiber.trainer.verify.KernelClaims;
import kleiber.trainer.verify.models.GoldenClaims;
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
