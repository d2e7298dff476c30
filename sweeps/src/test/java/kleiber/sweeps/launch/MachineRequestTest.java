package kleiber.sweeps.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineRequestTest {
  @Test
  void withoutNvidiaSmiAllGrantedGpusAreUsed() {
    assertThat(MachineRequest.unlisted("2,5")).containsExactly("2", "5");
    assertThat(MachineRequest.unlisted("GPU-8f3a, MIG-1b")).containsExactly("GPU-8f3a", "MIG-1b");
    assertThat(MachineRequest.unlisted("1,-1,3")).containsExactly("1");
    assertThat(MachineRequest.unlisted(null)).containsExactly("0");
  }
}
