package kleiber.sweeps.launch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.LongStream;
import kleiber.record.Environment;

/**
 * The memory of this host that this process may use: all of it, or less where a container or Slurm
 * grants less. Processors need no such thing, since Java counts those that it was granted; the
 * launcher tells it what Slurm says.
 */
final class MemoryGrant {
  private static final int MIB_SHIFT = 20;

  private MemoryGrant() {}

  /** In bytes, 0 where unknown. */
  static long here() {
    long container =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    return least(Environment.machineMemoryBytes(), container, ofSlurm(System.getenv()));
  }

  /**
   * What Slurm has granted on this node, in bytes; 0 where it says nothing, or all that there is.
   *
   * @param environment of a job: {@code SLURM_MEM_PER_NODE}, or {@code SLURM_MEM_PER_CPU} of {@code
   *     SLURM_CPUS_ON_NODE}, in MiB
   */
  static long ofSlurm(Map<String, String> environment) {
    long node = number(environment.get("SLURM_MEM_PER_NODE"));
    long processor = number(environment.get("SLURM_MEM_PER_CPU"));
    long processors = number(environment.get("SLURM_CPUS_ON_NODE"));
    return (node > 0 ? node : processor * processors) << MIB_SHIFT;
  }

  /** The least of those that are known. */
  private static long least(long... bytes) {
    return LongStream.of(bytes).filter(known -> known > 0).min().orElse(0);
  }

  private static long number(String text) {
    return text != null && text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }
}
