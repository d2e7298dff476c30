package kleiber.core;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process among all that may share a file system. Its number alone says little: numbers repeat on
 * other machines, in other containers, and after a while on the same one.
 *
 * @param boot the start of its machine's system: the first digits of what Linux names it
 * @param space the namespace in which its number counts
 * @param pid its number there
 * @param start when it began, in ticks since the boot
 */
public record ProcessMark(String boot, String space, long pid, long start) {
  private static final String UNKNOWN = "unknown";
  private static final int START_FIELD = 22;
  private static final int STATE_FIELD = 3;
  private static final int BOOT_DIGITS = 12;
  private static final Pattern NAME = Pattern.compile("([0-9a-z]+)-([0-9a-z]+)-(\\d+)-(\\d+)");
  private static final ProcessMark CURRENT = look();

  /** This process. */
  public static ProcessMark current() {
    return CURRENT;
  }

  /** A process of this machine; empty where there is none of that number. */
  public static Optional<ProcessMark> of(long pid) {
    return startOf(pid).map(start -> new ProcessMark(CURRENT.boot, CURRENT.space, pid, start));
  }

  private static ProcessMark look() {
    long pid = ProcessHandle.current().pid();
    return new ProcessMark(thisBoot(), thisSpace(), pid, startOf(pid).orElse(0L));
  }

  /**
   * Whether it has ended for certain. Of a process on another machine or in another container
   * nothing is certain from here.
   */
  @JsonIgnore
  public boolean isGone() {
    return isComparable() && !isRunning();
  }

  /** Whether it runs for certain, on this machine. */
  @JsonIgnore
  public boolean isAlive() {
    return isComparable() && isRunning();
  }

  private boolean isRunning() {
    return startOf(pid).filter(now -> now == start).isPresent();
  }

  private boolean isComparable() {
    return start != 0
        && !boot.equals(UNKNOWN)
        && !space.equals(UNKNOWN)
        && boot.equals(CURRENT.boot)
        && space.equals(CURRENT.space);
  }

  /** As a part of a file's name, which {@link #parse} reads. */
  public String name() {
    return boot + "-" + space + "-" + pid + "-" + start;
  }

  /** Reads {@link #name}; empty for what is none. */
  public static Optional<ProcessMark> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    try {
      return matcher.matches()
          ? Optional.of(
              new ProcessMark(
                  matcher.group(1),
                  matcher.group(2),
                  Long.parseLong(matcher.group(3)),
                  Long.parseLong(matcher.group(4))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String thisBoot() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return id.replaceAll("[^0-9a-z]", "").substring(0, BOOT_DIGITS);
    } catch (IOException | IndexOutOfBoundsException e) {
      return UNKNOWN;
    }
  }

  /**
   * Unknown also where /proc tells of another namespace than this process's, as in a container that
   * has its own and was given the machine's /proc: a number means another process there.
   */
  private static String thisSpace() {
    try {
      String self = Files.readSymbolicLink(Path.of("/proc/self")).toString();
      if (!self.equals(Long.toString(ProcessHandle.current().pid()))) {
        return UNKNOWN;
      }
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
    } catch (IOException | UnsupportedOperationException e) {
      return UNKNOWN;
    }
  }

  /** Empty for a process that is no more, also one that only waits for its parent to notice. */
  private static Optional<Long> startOf(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name, in parentheses, may hold anything.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      String state = fields[STATE_FIELD - 3];
      return state.equals("Z") || state.equals("X")
          ? Optional.empty()
          : Optional.of(Long.parseLong(fields[START_FIELD - 3]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
