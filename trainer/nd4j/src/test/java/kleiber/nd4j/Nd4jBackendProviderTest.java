package kleiber.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import org.junit.jupiter.api.Test;

/** Whether nd4j-cuda-11.6 can run is known before it is loaded. */
class Nd4jBackendProviderTest {
  private static Gpu gpu(String name, int capability, String driver, boolean partitioned) {
    return new Gpu(0, "GPU-0", name, 16000, driver, capability, partitioned);
  }

  private static String obstacle(Gpu... gpus) {
    return new Nd4jBackendProvider(true, new GpuSurvey(List.of(gpus), "")).obstacle().orElse("");
  }

  @Test
  void runsFromMaxwellToAda() {
    assertThat(obstacle(gpu("GTX 980", 52, "470.256.02", false))).isEmpty();
    assertThat(obstacle(gpu("A100", 80, "535.161.08", false))).isEmpty();
    assertThat(obstacle(gpu("RTX 4090", 89, "550.54.15", false))).isEmpty();
  }

  @Test
  void hopperAndNewerAreRefusedWithTheWayOut() {
    assertThat(obstacle(gpu("H100", 90, "550.54.15", false)))
        .contains("machine code up to sm_86 and no PTX")
        .contains("9.0")
        .contains("KLEIBER_PROFILES=torch-gpu");
  }

  @Test
  void everythingElseThatCannotWorkIsSaid() {
    assertThat(obstacle(gpu("K80", 37, "470.256.02", false))).contains("5.0 is needed");
    assertThat(obstacle(gpu("V100", 70, "418.87", false))).contains("450 series");
    assertThat(obstacle(gpu("A100", 80, "535.161.08", true))).contains("MIG");
    assertThat(obstacle(gpu("?", 0, "390.12", false))).contains("update the driver");
    assertThat(obstacle()).contains("no GPU to run it on").contains("backend cpu");
  }

  @Test
  void theCpuBuildRunsAnywhereAndSaysWhichBuildUsesAGpu() {
    Nd4jBackendProvider provider = new Nd4jBackendProvider(false, null);
    assertThat(provider.obstacle()).isEmpty();
    assertThat(provider.verdict(gpu("A100", 80, "535.161.08", false)))
        .isEqualTo("suits this GPU; KLEIBER_PROFILES=nd4j-cuda builds for it");
  }
}
