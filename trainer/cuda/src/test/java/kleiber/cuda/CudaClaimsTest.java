package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.Deviation;
import kleiber.engine.claims.KernelClaims;
import kleiber.engine.tensor.Precision;
import kleiber.lm.verify.GoldenClaims;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend must be right about, with the cuda backend's own kernels on the stand-in. */
@OnStandIn
class CudaClaimsTest {
  static List<Claim> kernels() {
    return KernelClaims.all();
  }

  /** The gradients of all golden models, and the training of the first. */
  static List<Claim> golden() {
    List<Claim> all = GoldenClaims.all();
    return IntStream.range(0, all.size())
        .filter(i -> i % 2 == 0 || i == 1)
        .mapToObj(all::get)
        .toList();
  }

  static List<Claim> allGolden() {
    return GoldenClaims.all();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void kernelsAreRight(Claim claim) {
    tryOut(claim);
  }

  /** A missing barrier shows in one of the two orders. */
  @ParameterizedTest
  @MethodSource("kernels")
  void kernelsAreRightWithThreadsTheOtherWayRound(Claim claim) {
    try (StandIn reversed = StandIn.with("STANDIN_REVERSED", 1)) {
      tryOut(claim);
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void wholeModelsAreRight(Claim claim) {
    tryOut(claim);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("allGolden")
  void wholeModelsTrainRight(Claim claim) {
    tryOut(claim);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("allGolden")
  void wholeModelsAreRightWithThreadsTheOtherWayRound(Claim claim) {
    try (StandIn reversed = StandIn.with("STANDIN_REVERSED", 1)) {
      tryOut(claim);
    }
  }

  static void tryOut(Claim claim) {
    try (Backend backend = new CudaBackendProvider().open(1, Precision.FP32)) {
      Deviation deviation = claim.on(backend);
      assertThat(deviation.within(1)).as("%s", deviation).isTrue();
    }
  }
}
