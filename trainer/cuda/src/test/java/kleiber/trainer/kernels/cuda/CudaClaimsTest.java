package kleiber.trainer.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Precision;
import kleiber.trainer.verify.Claim;
import kleiber.trainer.verify.Deviation;
import kleiber.trainer.verify.GoldenClaims;
import kleiber.trainer.verify.KernelClaims;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend must be right about, with the cuda backend's own kernels on the stand-in. */
@OnStandIn
class CudaClaimsTest {
  static Stream<Claim> claims() {
    return Stream.concat(KernelClaims.all().stream(), GoldenClaims.all().stream());
  }

  @ParameterizedTest
  @MethodSource("claims")
  void holds(Claim claim) {
    try (Backend backend = new CudaBackendProvider().open(1, Precision.FP32)) {
      Deviation deviation = claim.on(backend);
      assertThat(deviation.within(1)).as("%s", deviation).isTrue();
    }
  }
}
