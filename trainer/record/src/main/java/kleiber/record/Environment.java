package kleiber.record;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code env.json}: where and with what a run ran.
 *
 * @param commit that Kleiber was built from, null where unknown
 * @param dirty whether tracked files differed from it
 * @param jvm vendor and version
 * @param os name, version and architecture
 * @param cpu model name
 * @param cores processors the JVM may use
 * @param memoryBytes of the machine, 0 where unknown
 * @param backend what {@code Backend.describe} says
 * @param precision of matrix products
 * @param arguments of the command line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Environment(
    String commit,
    boolean dirty,
    String jvm,
    String os,
    String cpu,
    int cores,
    long memoryBytes,
    String backend,
    String precision,
    List<String> arguments) {

  /** Looks around. */
  public static Environment capture(String backend, String precision, List<String> arguments) {
    Optional<Build> build = Build.current();
    return new Environment(
        build.map(Build::commit).orElse(null),
        build.map(Build::dirty).orElse(false),
        System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        machineMemoryBytes(),
        backend,
        precision,
        arguments);
  }

  /** The processor's model name, null where unknown. */
  public static String processor() {
    return lineOf(Path.of("/proc/cpuinfo"), "model name");
  }

  /** Memory of the machine, 0 where unknown. */
  public static long machineMemoryBytes() {
    String line = lineOf(Path.of("/proc/meminfo"), "MemTotal");
    return line == null ? 0 : Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }

  private static String lineOf(Path file, String name) {
    if (!Files.isReadable(file)) {
      return null;
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
