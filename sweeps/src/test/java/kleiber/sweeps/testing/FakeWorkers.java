package kleiber.sweeps.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kleiber.record.Outcome;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Slot;
import kleiber.sweeps.launch.Worker;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;

/**
 * Workers in memory, which train nothing: at a tick of the scheduler the run that began first meets
 * its fate, once the scheduler has heard of the one before. What happens is written down.
 */
public final class FakeWorkers implements Launcher, SweepListener {
  private final Fate fate;
  private final Map<Integer, Consumer<Message>> sinks = new HashMap<>();
  private final Set<Integer> stopped = new HashSet<>();
  private final List<Training> running = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<List<String>> together = new ArrayList<>();
  private final Map<Training, Message> fates = new HashMap<>();
  private String warning;
  private boolean unheard;

  /** What becomes of a run. */
  @FunctionalInterface
  public interface Fate {
    /** {@link Message.Died} takes the worker down; all else is what the worker says in the end. */
    Message of(Training run);

    /** The run completes. */
    static Message completed(Training run) {
      return new Message.Ended(run.slot(), Outcome.COMPLETED, null);
    }
  }

  /** A run that is being trained. */
  public record Training(int worker, int slot, Path folder) {
    /** Its name. */
    public String run() {
      return folder.getFileName().toString();
    }
  }

  /** Workers that end each run in the same way. */
  public FakeWorkers(Fate fate) {
    this.fate = fate;
  }

  /** From now on every run warns of this where it begins. */
  public void warn(String sentence) {
    warning = sentence;
  }

  /** What happened, in words. */
  public List<String> events() {
    return events;
  }

  /** The runs that trained at once, whenever that had changed. */
  public List<List<String>> together() {
    return together;
  }

  @Override
  public Worker start(Slot slot, Consumer<Message> sink) {
    sinks.put(slot.worker(), sink);
    return new Worker() {
      @Override
      public void send(Message message) {
        order(slot.worker(), message);
      }

      @Override
      public void close() {
        events.add("closed " + slot.worker());
      }
    };
  }

  private void order(int worker, Message message) {
    if (message instanceof Message.Train train) {
      running.add(new Training(worker, train.slot(), Path.of(train.directory())));
      together.add(running.stream().map(Training::run).toList());
      // Nobody has to wait for the next tick.
      sinks.get(worker).accept(new Message.Step(train.slot(), 0, 1, null));
      if (warning != null) {
        sinks.get(worker).accept(new Message.Warning(train.slot(), warning));
      }
    } else if (message instanceof Message.Stop) {
      stopped.add(worker);
    }
  }

  @Override
  public void tick() {
    if (running.isEmpty() || unheard) {
      return;
    }
    Training first = running.get(0);
    Message end = end(first);
    if (end instanceof Message.Died) {
      running.stream().filter(one -> one.worker() == first.worker()).forEach(fates::remove);
      running.removeIf(one -> one.worker() == first.worker());
    } else {
      fates.remove(first);
      running.remove(first);
    }
    unheard = true;
    sinks.get(first.worker()).accept(end);
  }

  /** A death of any run of the worker is the first's too. */
  private Message end(Training first) {
    if (stopped.contains(first.worker())) {
      return new Message.Ended(first.slot(), Outcome.INTERRUPTED, null);
    }
    return running.stream()
        .filter(one -> one.worker() == first.worker())
        .map(this::fate)
        .filter(Message.Died.class::isInstance)
        .findFirst()
        .orElseGet(() -> fate(first));
  }

  /** Asked once of each. */
  private Message fate(Training run) {
    return fates.computeIfAbsent(run, fate::of);
  }

  @Override
  public void started(QueuedRun run, int slot) {
    events.add(run.id() + " on " + slot);
  }

  @Override
  public void ended(QueuedRun run, Outcome outcome, String message) {
    unheard = false;
    events.add(run.id() + " " + outcome.word());
  }

  @Override
  public void retrying(QueuedRun run, String reason, int attempt) {
    unheard = false;
    events.add(run.id() + " again, attempt " + attempt);
  }

  @Override
  public void left(QueuedRun run) {
    unheard = false;
    events.add(run.id() + " left");
  }

  @Override
  public void elsewhere(QueuedRun run, String holder) {
    events.add(run.id() + " elsewhere");
  }

  @Override
  public void warned(QueuedRun run, String sentence) {
    events.add(run.id() + " warns: " + sentence);
  }
}
