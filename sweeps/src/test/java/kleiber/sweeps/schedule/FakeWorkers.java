package kleiber.sweeps.schedule;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Slot;
import kleiber.trainer.runlog.Outcome;

/**
 * Workers in memory, which train nothing: at every tick of the scheduler the run that began first
 * ends, or takes its worker down. What happens is written down.
 */
final class FakeWorkers implements Launcher, SweepListener {
  private final Predicate<String> killsItsWorker;
  private final Map<Integer, Consumer<Message>> sinks = new HashMap<>();
  private final List<Training> running = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<List<String>> together = new ArrayList<>();

  private record Training(int worker, int slot, String run) {}

  /**
   * @param killsItsWorker by a run's id
   */
  FakeWorkers(Predicate<String> killsItsWorker) {
    this.killsItsWorker = killsItsWorker;
  }

  /** What happened, in words. */
  List<String> events() {
    return events;
  }

  /** The runs that trained at once, whenever that had changed. */
  List<List<String>> together() {
    return together;
  }

  @Override
  public Hand start(Slot slot, Consumer<Message> sink) {
    sinks.put(slot.worker(), sink);
    return new Hand() {
      @Override
      public void send(Message message) {
        if (message instanceof Message.Train train) {
          String run = Path.of(train.directory()).getFileName().toString();
          running.add(new Training(slot.worker(), train.slot(), run));
          together.add(running.stream().map(Training::run).toList());
        }
      }

      @Override
      public void close() {
        events.add("closed " + slot.worker());
      }
    };
  }

  @Override
  public void tick() {
    if (running.isEmpty()) {
      return;
    }
    Training first = running.get(0);
    Consumer<Message> sink = sinks.get(first.worker());
    if (running.stream().anyMatch(one -> isKilledBy(one, first.worker()))) {
      running.removeIf(one -> one.worker() == first.worker());
      sink.accept(new Message.Died("a kernel has failed"));
    } else {
      running.remove(first);
      sink.accept(new Message.Ended(first.slot(), Outcome.COMPLETED, null, false));
    }
  }

  private boolean isKilledBy(Training one, int worker) {
    return one.worker() == worker && killsItsWorker.test(one.run());
  }

  @Override
  public void started(QueuedRun run, int slot) {
    events.add(run.id() + " on " + slot);
  }

  @Override
  public void ended(QueuedRun run, Outcome outcome, String message) {
    events.add(run.id() + " " + outcome.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void retrying(QueuedRun run, String reason, int attempt) {
    events.add(run.id() + " again, attempt " + attempt);
  }
}
