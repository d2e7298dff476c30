package kleiber.app.sweep;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import kleiber.app.Interruption;
import kleiber.core.ExitCode;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.ProcessLauncher;
import kleiber.sweeps.launch.WorkerLoop;

/**
 * What a sweep starts once per core or GPU; not for people, so it has no command line, which would
 * be most of the time it takes to start.
 */
public final class SweepWorker {
  private SweepWorker() {}

  /**
   * Starts this program as often as a sweep has workers.
   *
   * @param logs where their standard errors go
   */
  public static Launcher launcher(Path logs) {
    return new ProcessLauncher(SweepWorker.class, logs);
  }

  /** Works until the sweep is done with it. */
  public static void main(String[] arguments) throws InterruptedException {
    // Whatever else prints in this process must not mix with the messages.
    PrintStream messages =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Interruption interruption = new Interruption().listen();
    ExitCode end =
        new WorkerLoop(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                messages,
                interruption.request(),
                () -> System.exit(ExitCode.OK.code()))
            .run();
    interruption.end(end.code());
    System.exit(end.code());
  }
}
