package kleiber.sweeps.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import kleiber.core.ExitCode;
import kleiber.lm.run.StopRequest;

/**
 * The worker's side: a process that stays warm and trains the runs it is given, those of different
 * slots at the same time. It stops when told to, and when its input ends: a sweep that is gone has
 * no use for workers. Runs that have begun are saved before; in all other moments the process ends
 * at once. It also ends when it has lost its GPU, since then no run of it can go on.
 */
public final class WorkerLoop {
  private static final long POLL_MILLIS = 50;

  private final BufferedReader in;
  private final PrintStream out;
  private final StopRequest stop;
  private final Runnable exit;
  private final Map<Integer, RunThread> runs = new HashMap<>();
  private boolean lost;

  /**
   * @param in messages of the sweep
   * @param out messages to it
   * @param stop made when the sweep or a signal asks to stop
   * @param exit ends the process
   */
  public WorkerLoop(BufferedReader in, PrintStream out, StopRequest stop, Runnable exit) {
    this.in = in;
    this.out = out;
    this.stop = stop;
    this.exit = exit;
  }

  /** Works until there is nothing more to do or to save; how the process should end. */
  public ExitCode run() throws InterruptedException {
    Thread listener = new Thread(this::listen, "commands");
    listener.setDaemon(true);
    listener.start();
    while (!isLost() && !(stop.isRequested() && !stop.isAttended())) {
      Thread.sleep(POLL_MILLIS);
    }
    return isLost() ? ExitCode.INTERNAL : ExitCode.OK;
  }

  private void listen() {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Message.parse(line).ifPresent(this::accept);
      }
    } catch (IOException e) {
      // An input that cannot be read is an input that has ended.
    }
    accept(new Message.Stop());
  }

  private void accept(Message message) {
    if (message instanceof Message.Train train) {
      runs.computeIfAbsent(train.slot(), slot -> new RunThread(slot, this::send, stop.part()))
          .accept(train);
    } else if (message instanceof Message.Stop && !stop.request()) {
      exit.run();
    }
  }

  private synchronized boolean isLost() {
    return lost;
  }

  /** After a loss there is no more to say: what its runs report then is its doing. */
  private synchronized void send(Message message) {
    if (!lost) {
      out.println(message.toLine());
      out.flush();
    }
    lost |= message instanceof Message.Lost;
  }
}
