package kleiber.sweeps.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import kleiber.lm.run.StopRequest;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Slot;
import kleiber.sweeps.launch.Worker;
import kleiber.sweeps.launch.WorkerLoop;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.sweeps.spec.SweepFile;

/** Real workers with their real messages, in this process. */
public final class WorkersHere implements Launcher {
  private final Consumer<Message> listener;
  private final Runnable afterDeath;
  private int started;

  /** Workers that nobody else listens to. */
  public WorkersHere() {
    this(message -> {}, () -> {});
  }

  /**
   * @param listener told every message of a worker before the sweep is
   * @param afterDeath done when a worker has ended, before the sweep knows
   */
  public WorkersHere(Consumer<Message> listener, Runnable afterDeath) {
    this.listener = listener;
    this.afterDeath = afterDeath;
  }

  /**
   * Runs a sweep as {@code kleiber sweep run} does, without a process.
   *
   * @param settings as after {@code --set}
   */
  public static Sweep.Result train(Path spec, Path out, String... settings)
      throws InterruptedException {
    SweepFile file = SweepFile.read(spec, List.of(settings));
    return Sweep.prepare(file, new SweepFolder(out), Machine.cores(0), note -> {})
        .run(
            logs -> new WorkersHere(), Sweep.Options.STANDARD, new SweepListener() {}, () -> false);
  }

  /** Workers started so far. */
  public int started() {
    return started;
  }

  @Override
  public Worker start(Slot slot, Consumer<Message> sink) {
    started++;
    try {
      PipedInputStream commands = new PipedInputStream();
      PrintStream orders = print(new PipedOutputStream(commands));
      PipedInputStream said = new PipedInputStream(1 << 20);
      PrintStream answers = print(new PipedOutputStream(said));
      WorkerLoop loop = new WorkerLoop(lines(commands), answers, new StopRequest(), () -> {});
      run("worker", () -> work(loop, answers));
      run(
          "reader",
          () -> Message.relay(lines(said), message -> tell(message, sink), () -> "ended"));
      return new Orders(orders);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(Message message, Consumer<Message> sink) {
    if (message instanceof Message.Died) {
      afterDeath.run();
    } else {
      listener.accept(message);
    }
    sink.accept(message);
  }

  private record Orders(PrintStream out) implements Worker {
    @Override
    public void send(Message message) {
      out.println(message.toLine());
    }

    @Override
    public void close() {
      out.close();
    }
  }

  private static void work(WorkerLoop loop, PrintStream answers) {
    try (answers) {
      loop.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static BufferedReader lines(PipedInputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static PrintStream print(PipedOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
