package kleiber.trainer.kernels.cuda;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Slot;
import kleiber.sweeps.launch.Worker;
import kleiber.trainer.loop.StopRequest;

/** Real workers with their real messages, in this process. */
final class WorkersHere implements Launcher {
  private final Consumer<Message> listener;
  private final Runnable afterDeath;
  private int started;

  /**
   * @param listener told every message of a worker before the sweep is
   * @param afterDeath done when a worker has ended, before the sweep knows
   */
  WorkersHere(Consumer<Message> listener, Runnable afterDeath) {
    this.listener = listener;
    this.afterDeath = afterDeath;
  }

  /** Workers started so far. */
  int started() {
    return started;
  }

  @Override
  public Hand start(Slot slot, Consumer<Message> sink) {
    started++;
    try {
      PipedInputStream commands = new PipedInputStream();
      PrintStream orders = print(new PipedOutputStream(commands));
      PipedInputStream said = new PipedInputStream(1 << 20);
      PrintStream answers = print(new PipedOutputStream(said));
      Worker worker = new Worker(lines(commands), answers, new StopRequest(), () -> {});
      Thread process = new Thread(() -> work(worker, answers), "worker");
      process.setDaemon(true);
      process.start();
      Thread reader = new Thread(() -> read(lines(said), sink), "reader");
      reader.setDaemon(true);
      reader.start();
      return new Hand() {
        @Override
        public void send(Message message) {
          orders.println(message.toLine());
        }

        @Override
        public void close() {
          orders.close();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void work(Worker worker, PrintStream answers) {
    try (answers) {
      worker.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(BufferedReader lines, Consumer<Message> sink) {
    String reason = "ended";
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Message message = Message.parse(line).orElseThrow();
        listener.accept(message);
        if (message instanceof Message.Lost lost) {
          reason = lost.reason();
        } else {
          sink.accept(message);
        }
      }
    } catch (IOException e) {
      reason = e.toString();
    }
    afterDeath.run();
    sink.accept(new Message.Died(reason));
  }

  private static BufferedReader lines(PipedInputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static PrintStream print(PipedOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
