package kleiber.sweeps.launch;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The sweep's side of one worker process. */
final class WorkerProcess implements Worker {
  private final Process process;
  private final PrintStream commands;
  private final Path log;

  /**
   * Starts to listen to a process that was just started.
   *
   * @param log where its standard error goes
   * @param sink told every message, last of all {@link Message.Died}; called on another thread
   */
  WorkerProcess(Process process, Path log, Consumer<Message> sink) {
    this.process = process;
    this.log = log;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(sink), "worker-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Consumer<Message> sink) {
    Reader said = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    Message.relay(new BufferedReader(said), sink, this::reason);
  }

  private String reason() {
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      code = -1;
    }
    return reason(code) + "; the end of its log says more: " + log;
  }

  private static String reason(int code) {
    int signal = code - 128;
    return switch (signal) {
      case 9 -> "its worker was killed (SIGKILL), by hand or because memory ran out";
      case 6 -> "its worker aborted (SIGABRT)";
      case 11 -> "its worker crashed in native code (SIGSEGV)";
      default -> "its worker ended with exit code " + code;
    };
  }

  @Override
  public void send(Message message) {
    commands.println(message.toLine());
  }

  @Override
  public void close() {
    commands.close();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
