package kleiber.app.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    String limit = kibibytes == 0 ? "" : "ulimit -f " + kibibytes + "; ";
    List<String> shell = List.of("bash", "-c", limit + "exec \"$@\"", "bash");
    return start(shell, home, Kleiber.class, arguments);
  }

  /**
   * Starts a program.
   *
   * @param shell what starts it: a command to which its own is added
   * @param home as above
   */
  static CommandProcess start(
      List<String> shell, Path home, Class<?> program, List<String> arguments) throws IOException {
    Path log = Files.createTempFile(home, "said-", ".log");
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    List<String> command = new ArrayList<>(shell);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-Dkleiber.home=" + System.getProperty("kleiber.home")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
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

  /** SIGSTOP to all processes of a command on a {@link Host}; what brought it there follows. */
  public void stop() throws IOException, InterruptedException {
    signal("STOP", process.descendants().toList());
  }

  /** SIGCONT after {@link #stop}. */
  public void goOn() throws IOException, InterruptedException {
    signal("CONT", all());
  }

  /** SIGTERM to a command on a {@link Host}, but not to what brought it there. */
  public void end() throws IOException, InterruptedException {
    signal("TERM", process.descendants().toList());
  }

  private static void signal(String name, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(one -> kill.add(Long.toString(one.pid())));
    new ProcessBuilder(kill).start().waitFor();
  }

  /** The process and those that it has started. */
  public List<ProcessHandle> all() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** The workers of a sweep that was started on a {@link Host}. */
  public List<ProcessHandle> workers() {
    return process.children().flatMap(ProcessHandle::children).toList();
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
