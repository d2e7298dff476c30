package kleiber.sweeps.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryGrantTest {
  private static final long MIB = 1 << 20;

  @Test
  void slurmGrantsMemoryByNodeOrByProcessor() {
    assertThat(MemoryGrant.ofSlurm(Map.of("SLURM_MEM_PER_NODE", "16384"))).isEqualTo(16384 * MIB);
    assertThat(MemoryGrant.ofSlurm(Map.of("SLURM_MEM_PER_CPU", "2000", "SLURM_CPUS_ON_NODE", "8")))
        .isEqualTo(16000 * MIB);
  }

  /** --mem=0 asks for all that a node has, and so says nothing of how much that is. */
  @Test
  void whatSlurmDoesNotSayIsUnknown() {
    assertThat(MemoryGrant.ofSlurm(Map.of())).isZero();
    assertThat(MemoryGrant.ofSlurm(Map.of("SLURM_MEM_PER_NODE", "0"))).isZero();
    assertThat(MemoryGrant.ofSlurm(Map.of("SLURM_MEM_PER_CPU", "2000"))).isZero();
    assertThat(MemoryGrant.ofSlurm(Map.of("SLURM_MEM_PER_NODE", "much"))).isZero();
  }
}
