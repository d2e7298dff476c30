package kleiber.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.tensor.Precision;
import org.junit.jupiter.api.Test;

/** Whether libtorch can run is known before it is loaded. */
class TorchBackendProviderTest {
  private static Gpu gpu(String name, int capability, String driver, boolean partitioned) {
    return new Gpu(0, "GPU-0", name, 16000, driver, capability, partitioned);
  }

  private static TorchBackendProvider on(Gpu... gpus) {
    return new TorchBackendProvider(true, new GpuSurvey(List.of(gpus), ""), List.of());
  }

  private static String obstacle(Gpu gpu) {
    return on(gpu).obstacle().orElse("");
  }

  @Test
  void runsFromTuringToBlackwell() {
    assertThat(obstacle(gpu("T4", 75, "580.82.07", false))).isEmpty();
    assertThat(obstacle(gpu("H100", 90, "580.82.07", false))).isEmpty();
    assertThat(obstacle(gpu("GB10", 121, "590.10", false))).isEmpty();
  }

  @Test
  void whatCannotWorkIsRefusedWithTheWayOut() {
    assertThat(obstacle(gpu("V100", 70, "580.82.07", false)))
        .contains("7.5 and newer")
        .contains("KLEIBER_PROFILES=nd4j-cuda");
    assertThat(obstacle(gpu("H100", 90, "550.54.15", false)))
        .contains("580 series")
        .contains("update the driver");
    assertThat(obstacle(gpu("A100", 80, "580.82.07", true))).contains("MIG");
    assertThat(on().obstacle().orElse("")).contains("no GPU to run it on").contains("backend cpu");
  }

  @Test
  void librariesThatAreMissingAreNamed() {
    Gpu h100 = gpu("H100", 90, "580.82.07", false);
    TorchBackendProvider provider =
        new TorchBackendProvider(
            true,
            new GpuSurvey(List.of(h100), ""),
            CudaLibraries.missing(name -> !name.startsWith("libcudnn")));
    assertThat(provider.obstacle().orElse("")).contains("needs libcudnn.so.9").contains("gpu.md");
    assertThat(provider.verdict(h100)).startsWith("cannot run: libtorch needs libcudnn.so.9");
  }

  @Test
  void precisionsFollowTheGpu() {
    TorchBackendProvider turing = on(gpu("T4", 75, "580.82.07", false));
    assertThat(turing.supports(Precision.BF16)).isFalse();
    assertThat(turing.fastest(512)).isEqualTo(Precision.FP32);
    TorchBackendProvider hopper = on(gpu("H100", 90, "580.82.07", false));
    assertThat(hopper.supports(Precision.TF32)).isTrue();
    assertThat(hopper.fastest(512)).isEqualTo(Precision.BF16);
  }

  @Test
  void aGpuComesBeforeTheProcessorAndTheProcessorBeforeLibtorchOnIt() {
    assertThat(on().preference()).isGreaterThan(20);
    assertThat(new TorchBackendProvider(false, null, List.of()).preference()).isLessThan(10);
  }
}
