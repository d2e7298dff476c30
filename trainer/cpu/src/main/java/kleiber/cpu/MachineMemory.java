package kleiber.cpu;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that tensors may take. A kernel of Linux promises any amount and kills who takes it, so it
 * is asked before.
 */
final class MachineMemory {
  private static final Path LINUX = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d{1,15}) kB");

  private MachineMemory() {}

  /** Bytes that are free now, or can be freed, in this machine or container. */
  static long availableBytes() {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long total = machine.getTotalMemorySize();
    try {
      Matcher line = AVAILABLE.matcher(Files.readString(LINUX, StandardCharsets.US_ASCII));
      return line.find() ? Math.min(total, Long.parseLong(line.group(1)) << 10) : total;
    } catch (IOException e) {
      return total;
    }
  }
}
