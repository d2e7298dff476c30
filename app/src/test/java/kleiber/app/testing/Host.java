package kleiber.app.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kleiber.app.Kleiber;

/**
 * A machine in make-believe that shares a folder with others as over a network: it has a mount of
 * its own of it, which no lock crosses, and process numbers and a name of its own. Needs root,
 * bindfs, unshare and nsenter.
 */
public final class Host implements AutoCloseable {
  private final String name;
  private final Path home;
  private final Process first;

  private Host(String name, Path home, Process first) {
    this.name = name;
    this.home = home;
    this.first = first;
  }

  /** Skips a test where there can be no such machines. */
  public static void assumePossible() throws Exception {
    assumeTrue(
        sh("[ $(id -u) = 0 ] && command -v bindfs unshare nsenter") == 0,
        "skipped: needs root and the programs bindfs, unshare and nsenter");
    assumeTrue(sh("unshare --uts --pid --fork true") == 0, "skipped: no namespaces can be made");
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "skipped: there is no /dev/fuse for bindfs");
  }

  private static int sh(String command) throws Exception {
    return new ProcessBuilder("bash", "-c", command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /**
   * Starts one.
   *
   * @param store the folder that all share
   * @param home of the machine: its mount of that, its cache and temporary files
   */
  public static Host up(String name, Path store, Path home) throws Exception {
    Path mount = Files.createDirectories(home.resolve("mount"));
    assertThat(sh("bindfs " + store + " " + mount)).as("bindfs").isZero();
    // Its first process takes leave of those that end, and itself when nobody needs it any more.
    String start = "echo " + name + " > /proc/sys/kernel/hostname; echo up; read";
    List<String> command =
        List.of("unshare", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc");
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("bash", "-c", start));
    Process first = new ProcessBuilder(all).redirectErrorStream(true).start();
    assertThat(first.inputReader().readLine()).isEqualTo("up");
    return new Host(name, home, first);
  }

  /** The folder that all share, as this machine sees it. */
  public Path mount() {
    return home.resolve("mount");
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Starts a command on it. */
  public CommandProcess start(List<String> arguments) throws IOException {
    return start(Kleiber.class, arguments);
  }

  /** Starts a program on it. */
  public CommandProcess start(Class<?> program, List<String> arguments) throws IOException {
    long pid = first.children().findFirst().orElseThrow().pid();
    List<String> enter =
        List.of("nsenter", "--target", "" + pid, "--uts", "--pid", "--mount", "--");
    return CommandProcess.start(enter, home, program, arguments);
  }

  /** Tries to lock a file, as a program of its own: exit code 0 where it gets the lock. */
  public static final class Locker {
    private Locker() {}

    /**
     * @param arguments the file
     */
    public static void main(String[] arguments) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw");
          FileLock lock = file.getChannel().tryLock()) {
        System.exit(lock == null ? 1 : 0);
      }
    }
  }

  /** Asserts that a lock on this machine's mount is not seen on another's. */
  public void requireNoLockCrossesTo(Host other) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(mount().resolve("lock").toFile(), "rw");
        FileLock lock = file.getChannel().lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(start(Locker.class, List.of(mount().resolve("lock").toString())).exit())
          .as("here it is seen")
          .isEqualTo(1);
      assumeTrue(
          other.start(Locker.class, List.of(other.mount().resolve("lock").toString())).exit() == 0,
          "skipped: bindfs shares locks here");
    }
  }

  /** Ends all its processes. */
  @Override
  public void close() throws Exception {
    first.children().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly();
    if (!first.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end");
    }
    sh("umount " + mount() + " || umount -l " + mount());
  }
}
