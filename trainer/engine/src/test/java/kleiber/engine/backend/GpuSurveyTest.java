package kleiber.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kleiber.engine.backend.GpuSurvey.Answer;
import org.junit.jupiter.api.Test;

/** What nvidia-smi prints on machines of many kinds. */
class GpuSurveyTest {
  private static GpuSurvey parse(int exit, String text) {
    return GpuSurvey.parse(new Answer(exit, text));
  }

  private static final String TWO =
      "0, GPU-1b2c, NVIDIA H100 80GB HBM3, 81559, 580.82.07, 9.0, Disabled\n"
          + "1, GPU-77aa, NVIDIA GeForce RTX 3090, 24576, 580.82.07, 8.6, [N/A]\n";

  @Test
  void readsEveryField() {
    GpuSurvey survey = parse(0, TWO);
    assertThat(survey.problem()).isEmpty();
    assertThat(survey.gpus())
        .containsExactly(
            new Gpu(0, "GPU-1b2c", "NVIDIA H100 80GB HBM3", 81559, "580.82.07", 90, false),
            new Gpu(1, "GPU-77aa", "NVIDIA GeForce RTX 3090", 24576, "580.82.07", 86, false));
    assertThat(survey.gpus().get(0).describe())
        .isEqualTo(
            "gpu 0: NVIDIA H100 80GB HBM3, 81,559 MiB, compute capability 9.0, driver 580.82.07");
  }

  @Test
  void capabilitiesOfTwoDigitsAreRead() {
    assertThat(parse(0, "0, GPU-1, NVIDIA GB10, [N/A], 580.95.05, 12.1, [N/A]\n").gpus().get(0))
        .isEqualTo(new Gpu(0, "GPU-1", "NVIDIA GB10", 0, "580.95.05", 121, false));
  }

  @Test
  void partitionsAreSeen() {
    Gpu gpu =
        parse(0, "0, GPU-9, NVIDIA A100-SXM4-40GB, 40960, 535.161.08, 8.0, Enabled\n")
            .gpus()
            .get(0);
    assertThat(gpu.partitioned()).isTrue();
    assertThat(gpu.describe()).endsWith("partitioned by MIG");
  }

  @Test
  void instancesTakeThePlaceOfTheGpuTheyWereCutFromAndAreCalledByTheirUuids() {
    GpuSurvey survey =
        parse(
                0,
                "0, GPU-9, NVIDIA H100 80GB HBM3, 81559, 580.82.07, 9.0, Enabled\n"
                    + "1, GPU-77, NVIDIA H100 80GB HBM3, 81559, 580.82.07, 9.0, Disabled\n")
            .withInstances(
                "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-9)\n"
                    + "  MIG 3g.40gb     Device  0: (UUID: MIG-c6d4-11)\n"
                    + "  MIG 1g.10gb+me  Device  1: (UUID: MIG-c6d4-22)\n"
                    + "GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-77)\n");
    assertThat(survey.names(null)).containsExactly("GPU-77", "MIG-c6d4-11", "MIG-c6d4-22");
    assertThat(survey.visible("MIG-c6d4-22"))
        .singleElement()
        .isEqualTo(
            new Gpu(
                0,
                "MIG-c6d4-22",
                "NVIDIA H100 80GB HBM3 MIG 1g.10gb+me",
                9720,
                "580.82.07",
                90,
                false));
    assertThat(survey.visible("0")).extracting(Gpu::uuid).containsExactly("GPU-9");
    assertThat(survey.names("GPU-7, MIG-c6d4-1, 5")).containsExactly("GPU-7", "MIG-c6d4-1");
    assertThat(survey.visible("MIG-c6d4-22").get(0).describe())
        .startsWith("instance MIG-c6d4-22 of gpu 0: NVIDIA H100 80GB HBM3 MIG 1g.10gb+me, 9,720");
  }

  @Test
  void withoutNvidiaSmiAllGrantedGpusAreUsed() {
    GpuSurvey none = new GpuSurvey(List.of(), "");
    assertThat(none.names("2,5")).containsExactly("2", "5");
    assertThat(none.names("GPU-8f3a, MIG-1b")).containsExactly("GPU-8f3a", "MIG-1b");
    assertThat(none.names("1,-1,3")).containsExactly("1");
    assertThat(none.names(null)).containsExactly("0");
  }

  @Test
  void fieldsWithoutValuesAreUnknown() {
    Gpu gpu = parse(0, "0, GPU-3, Tesla K80, [Unknown Error], 390.12\n").gpus().get(0);
    assertThat(gpu.capability()).isZero();
    assertThat(gpu.describe())
        .isEqualTo("gpu 0: Tesla K80, memory unknown, compute capability unknown, driver 390.12");
  }

  @Test
  void linesThatAreNoGpuAreSkipped() {
    String text =
        "Unable to determine the device handle for GPU0000:41:00.0: Unknown Error\r\n" + TWO;
    assertThat(parse(0, text).gpus()).hasSize(2);
  }

  @Test
  void troubleWithTheDriverIsSaidInPlainWords() {
    GpuSurvey mismatch =
        parse(
            18,
            "Failed to initialize NVML: Driver/library version mismatch\n"
                + "NVML library version: 550.54\n");
    assertThat(mismatch.gpus()).isEmpty();
    assertThat(mismatch.problem()).contains("reboot the machine").contains("550.54");
    assertThat(
            parse(
                    9,
                    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
                        + " Make sure that the latest NVIDIA driver is installed and running.\n")
                .problem())
        .startsWith("the NVIDIA driver is not running");
    assertThat(parse(6, "No devices were found\n").problem()).contains("finds no GPU");
    assertThat(parse(4, "Insufficient Permissions\n").problem())
        .isEqualTo("nvidia-smi failed: Insufficient Permissions");
  }

  @Test
  void visibleDevicesAreCountedAsCudaCountsThem() {
    GpuSurvey survey = parse(0, TWO);
    assertThat(survey.visible(null)).hasSize(2);
    assertThat(survey.visible("")).isEmpty();
    assertThat(survey.visible("1, 0")).extracting(Gpu::index).containsExactly(1, 0);
    assertThat(survey.visible("GPU-77")).extracting(Gpu::index).containsExactly(1);
    assertThat(survey.visible("0,-1,1")).extracting(Gpu::index).isEqualTo(List.of(0));
  }
}
