package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.junit.jupiter.api.Test;

/** What a driver, a card or a kernel can do wrong is a sentence with the way out. */
@OnStandIn
class CudaErrorsTest {
  private static String problem() {
    return Device.ask().problem();
  }

  private static Backend open() {
    return new CudaBackendProvider().open(1, Precision.FP32);
  }

  @Test
  void aDriverWithoutAGpuIsSaid() {
    try (StandIn none = StandIn.failing("cuInit", CudaError.NO_DEVICE)) {
      assertThat(problem()).contains("finds no GPU").contains("CUDA_VISIBLE_DEVICES");
    }
    try (StandIn none = StandIn.with("STANDIN_DEVICES", 0)) {
      assertThat(problem()).contains("finds no GPU");
    }
  }

  @Test
  void aGpuThatIsTooOldIsNamedWithAnotherBackend() {
    try (StandIn volta = StandIn.with("STANDIN_CAPABILITY", 70)) {
      assertThat(problem()).contains("compute capability 7.0").contains("7.5").contains("nd4j");
    }
  }

  @Test
  void aDriverThatIsTooOldIsNamedWithTheOneThatIsNeeded() {
    try (StandIn old = StandIn.with("STANDIN_DRIVER", 10020)) {
      assertThat(problem()).contains("CUDA 10.2").contains("450").contains("update the driver");
    }
  }

  @Test
  void turingHasNoBf16() {
    try (StandIn turing = StandIn.with("STANDIN_CAPABILITY", 75)) {
      assertThat(Device.ask().device().orElseThrow().hasBf16()).isFalse();
    }
    assertThat(Device.ask().device().orElseThrow().hasBf16()).isTrue();
  }

  @Test
  void aModelThatDoesNotFitIsRefusedWithSizes() {
    try (StandIn small = StandIn.with("STANDIN_MEMORY", 64 << 20);
        Backend backend = open()) {
      assertThatThrownBy(() -> backend.allocate(1 << 10, 1 << 15))
          .isInstanceOfSatisfying(
              KleiberException.class,
              e -> {
                assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(e.isDeviceLost()).isFalse();
              })
          .hasMessageContaining("129 MiB more are needed")
          .hasMessageContaining("of its 64 MiB")
          .hasMessageContaining("microBatch");
    }
  }

  @Test
  void aKernelThatFailsEndsTheRunWithWords() {
    try (Backend backend = open()) {
      Tensor x = backend.allocate(8);
      Op op = backend.kernels().scale(Variable.constant(x), 2, Variable.constant(x));
      try (StandIn failing = StandIn.failing("cuLaunchKernel", 700)) {
        assertThatThrownBy(op::forward)
            .isInstanceOfSatisfying(
                KleiberException.class, e -> assertThat(e.isDeviceLost()).isTrue())
            .hasMessageContaining("a kernel has failed")
            .hasMessageContaining("--resume")
            .hasMessageContaining("CUDA error 700");
      }
    }
  }

  @Test
  void kernelsThatTheDriverRefusesAreSaidSo() {
    try (Backend backend = open();
        StandIn failing = StandIn.failing("cuModuleLoadDataEx", 222)) {
      Tensor x = backend.allocate(8);
      Variable same = Variable.constant(x);
      assertThatThrownBy(() -> backend.kernels().scale(same, 2, same))
          .hasMessageContaining("loading kernels elementwise")
          .hasMessageContaining("update the driver");
    }
  }
}
