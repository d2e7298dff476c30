package kleiber.sweeps.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kleiber.trainer.ExitCode;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.Basis;
import kleiber.trainer.config.ConfigBinder;
import kleiber.trainer.config.ConfigValues;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.data.DatasetCache;
import kleiber.trainer.loop.PreparedRun;
import kleiber.trainer.loop.StopRequest;
import kleiber.trainer.loop.TrainSession;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.Status;

/**
 * The worker's side: trains one run after another in a process that stays warm. It stops when told
 * to, and when its input ends: a sweep that is gone has no use for workers. A run that has begun is
 * saved before; in all other moments the process ends at once.
 */
public final class Worker {
  private static final long POLL_MILLIS = 200;

  private final BufferedReader in;
  private final PrintStream out;
  private final StopRequest stop;
  private final Runnable exit;
  private final BlockingQueue<Message> commands = new LinkedBlockingQueue<>();

  /**
   * @param in messages of the sweep
   * @param out messages to it
   * @param stop made when the sweep or a signal asks to stop
   * @param exit ends the process
   */
  public Worker(BufferedReader in, PrintStream out, StopRequest stop, Runnable exit) {
    this.in = in;
    this.out = out;
    this.stop = stop;
    this.exit = exit;
  }

  /** Works until there is nothing more to do. */
  public void run() throws InterruptedException {
    Thread listener = new Thread(this::listen, "commands");
    listener.setDaemon(true);
    listener.start();
    Message next = null;
    while (!stop.getAsBoolean() && !(next instanceof Message.Stop)) {
      stop.leave();
      next = commands.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (next instanceof Message.Train train) {
        send(train(train));
      }
    }
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
    commands.add(message);
    if (message instanceof Message.Stop && !stop.request()) {
      exit.run();
    }
  }

  private Message train(Message.Train order) {
    RunDirectory directory = new RunDirectory(Path.of(order.directory()));
    DatasetCache cache = new DatasetCache(DatasetCache.defaultFolder(), this::note);
    WorkerProgress progress = new WorkerProgress(this::send);
    TrainSession session =
        new TrainSession(cache, progress, Clock.systemUTC(), List.of("sweep", "run"));
    try {
      ConfigValues values = ConfigValues.read(directory.config());
      PreparedRun run = session.prepare(ConfigBinder.bind(values, TrainConfig.class));
      requirePlanned(order.basis(), run.identity().basis());
      Optional<Outcome> outcome = session.tryTrain(run, directory, order.start(), stop);
      String message = directory.readStatus().map(Status::message).orElse(null);
      return outcome.isEmpty()
          ? new Message.Busy()
          : new Message.Ended(outcome.get(), message, false);
    } catch (KleiberException e) {
      return failed(directory, e.getMessage(), e.exitCode() == ExitCode.INTERNAL);
    } catch (OutOfMemoryError e) {
      return failed(directory, "out of memory: " + e.getMessage(), false);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      e.printStackTrace();
      return failed(directory, "internal error: " + e, false);
    }
  }

  /** A text that is edited while a sweep runs must not get into some of its runs. */
  private static void requirePlanned(Basis planned, Basis now) {
    if (planned == null) {
      throw KleiberException.usage(
          "its data or backend could not be opened when the sweep was planned and can be now; give"
              + " the same command again");
    }
    List<String> differences = planned.differences(now);
    if (!differences.isEmpty()) {
      throw KleiberException.usage(
          "it is not what was planned: "
              + String.join("; ", differences)
              + "; go back to what it was and give the same command with --retry-failed");
    }
  }

  /** A run that fails before its first step has not written down why. */
  private static Message failed(RunDirectory directory, String message, boolean retry) {
    RunStatus.record(directory, Outcome.FAILED, message);
    return new Message.Ended(Outcome.FAILED, message, retry);
  }

  private void note(String sentence) {
    send(new Message.Note(sentence));
  }

  private synchronized void send(Message message) {
    out.println(message.toLine());
    out.flush();
  }
}
