package kleiber.sweeps.launch;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.run.PreparedRun;
import kleiber.lm.run.StopRequest;
import kleiber.lm.run.TrainSession;
import kleiber.record.Basis;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;

/**
 * A slot inside a worker: trains one run after another on a thread of its own. What fails is that
 * run alone, unless the GPU is lost, which is all of the process's.
 */
final class RunThread {
  private final int slot;
  private final Consumer<Message> sink;
  private final StopRequest stop;
  private final BlockingQueue<Message.Train> orders = new LinkedBlockingQueue<>();

  /**
   * @param sink told what becomes of its runs
   * @param stop its own part of the worker's
   */
  RunThread(int slot, Consumer<Message> sink, StopRequest stop) {
    this.slot = slot;
    this.sink = sink;
    this.stop = stop;
    Thread thread = new Thread(this::work, "slot-" + slot);
    thread.setDaemon(true);
    thread.start();
  }

  void accept(Message.Train order) {
    orders.add(order);
  }

  private void work() {
    try {
      while (!stop.isRequested()) {
        sink.accept(train(orders.take()));
        stop.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      // The Java machine itself has failed, and with it whatever else is trained in it.
      e.printStackTrace();
      sink.accept(new Message.Lost("its worker failed: " + e));
    }
  }

  private Message train(Message.Train order) {
    RunDirectory directory = new RunDirectory(Path.of(order.directory()));
    DatasetCache cache = new DatasetCache(DatasetCache.defaultFolder(), this::note);
    WorkerProgress progress = new WorkerProgress(slot, sink);
    TrainSession session =
        new TrainSession(cache, progress, Clock.systemUTC(), List.of("sweep", "run"));
    try {
      ConfigValues values = ConfigValues.read(directory.config());
      PreparedRun run = session.prepare(ConfigBinder.bind(values, TrainConfig.class));
      requirePlanned(order.basis(), run.identity().basis());
      Optional<Outcome> outcome =
          session.tryTrain(run, directory, order.start(), stop, order::claim);
      String message = directory.readStatus().map(Status::message).orElse(null);
      return outcome.isEmpty()
          ? new Message.Busy(slot)
          : new Message.Ended(slot, outcome.get(), message);
    } catch (KleiberException e) {
      return e.isDeviceLost()
          ? new Message.Lost(e.getMessage())
          : failed(directory, e.getMessage(), e.exitCode() == ExitCode.INTERNAL);
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
  private Message failed(RunDirectory directory, String message, boolean retry) {
    try {
      boolean holds =
          retry
              ? RunStatus.crashed(directory, message, true)
              : RunStatus.failed(directory, message);
      return holds
          ? new Message.Ended(slot, retry ? Outcome.CRASHED : Outcome.FAILED, message)
          : new Message.Busy(slot);
    } catch (KleiberException e) {
      // As on a full disk. Tries that cannot be counted would never end.
      return new Message.Ended(slot, Outcome.FAILED, message + "; " + e.getMessage());
    }
  }

  private void note(String sentence) {
    sink.accept(new Message.Note(slot, sentence));
  }
}
