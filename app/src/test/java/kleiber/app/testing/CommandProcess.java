package kleiber.app.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kleiber.app.Kleiber;

/** The real command line as a process of its own, which tests can kill. */
public final class CommandProcess {
  private final Process process;
  private final Path log;

  private CommandProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command.
   *
   * @param home holds its cache, its temporary files and what it says
   * @param kibibytes no file that it writes can grow beyond, as on a full disk; 0 for no limit
   */
  public static CommandProcess start(Path home, int kibibytes, List<String> arguments)
      throws IOException {
    Path log = Files.createTempFile(home, "said-", ".log");
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    List<String> command = new ArrayList<>();
    String limit = kibibytes == 0 ? "" : "ulimit -f " + kibibytes + "; ";
    command.addAll(List.of("bash", "-c", limit + "exec \"$@\"", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-Dkleiber.home=" + System.getProperty("kleiber.home")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kleiber.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("KLEIBER_CACHE", home.resolve("cache").toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new CommandProcess(builder.start(), log);
  }

  /** Waits for its end, or for a while. */
  public boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** SIGTERM. */
  public CommandProcess terminate() {
    process.destroy();
    return this;
  }

  /** SIGKILL, for the processes that it has started, too. */
  public CommandProcess kill() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    return this;
  }

  /** Waits for its end. */
  public int exit() throws InterruptedException {
    return process.waitFor();
  }

  /** All that it has said so far. */
  public String said() throws IOException {
    return Files.readString(log);
  }
}
