package kleiber.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpuTest {
  @Test
  void readsWhatNvidiaSmiPrints() {
    List<Gpu> gpus =
        Gpu.parse(
            "0, NVIDIA H100 80GB HBM3, 81559, 550.54.15, 9.0\n"
                + "1, NVIDIA GeForce RTX 3090, 24576, 550.54.15, 8.6\n");
    assertThat(gpus).extracting(Gpu::capability).containsExactly(90, 86);
    assertThat(gpus.get(0).memoryMiB()).isEqualTo(81559);
    assertThat(gpus.get(0).nd4jVerdict()).startsWith("cannot run");
    assertThat(gpus.get(1).nd4jVerdict()).isEqualTo("supported");
  }

  @Test
  void survivesWhatOldDriversPrint() {
    assertThat(Gpu.parse("No devices were found\n")).isEmpty();
    List<Gpu> old = Gpu.parse("0, Tesla K80, [N/A], 390.12\n");
    assertThat(old).singleElement().satisfies(gpu -> assertThat(gpu.capability()).isZero());
    assertThat(old.get(0).nd4jVerdict()).startsWith("unknown");
  }
}
