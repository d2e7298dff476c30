package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import kleiber.lm.checkpoint.CheckpointStore;
import kleiber.record.Look;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.RunStatus;
import kleiber.sweeps.launch.Slot;
import kleiber.sweeps.launch.Worker;

/**
 * Gives runs to workers, the longest first, until all have ended. One thread decides everything;
 * workers' messages reach it through a queue.
 */
public final class Scheduler {
  private static final long TICK_MILLIS = 100;

  private final List<Slot> slots;
  private final Crashes crashes = new Crashes();
  private final Occupancy running;
  private final Launcher launcher;
  private final Policy policy;
  private final SweepListener listener;
  private final BlockingQueue<Posted> messages = new LinkedBlockingQueue<>();
  private final Elsewhere elsewhere = new Elsewhere();
  private final Map<Integer, Worker> workers = new TreeMap<>();
  private final Map<QueuedRun, Outcome> ended = new HashMap<>();
  private Waiting waiting = new Waiting(List.of());
  private boolean stopping;
  private boolean saved;

  /** A message and the worker that sent it. */
  private record Posted(int worker, Message message) {}

  /** Binds the scheduler to a machine and its workers. */
  public Scheduler(Machine machine, Launcher launcher, Policy policy, SweepListener listener) {
    this.slots = machine.slots();
    this.running = new Occupancy(machine, crashes::isSuspect);
    this.launcher = launcher;
    this.policy = policy;
    this.listener = listener;
  }

  /**
   * Trains what has not ended yet.
   *
   * @param stop asked several times a second; when true, running runs are saved
   * @return the outcome of every run that has ended; those that have not are missing
   */
  public Map<QueuedRun, Outcome> run(List<QueuedRun> runs, BooleanSupplier stop)
      throws InterruptedException {
    if (policy.retryFailed()) {
      runs.forEach(run -> RunStatus.forgive(run.directory()));
    }
    waiting = new Waiting(runs);
    try {
      settle(waiting.list());
      while (!running.isEmpty() || !stopping && isToGoOn()) {
        settle(elsewhere.back()).forEach(waiting::giveBack);
        dispatch();
        Posted posted = messages.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (stop.getAsBoolean()) {
          // Before what it says is judged: a signal to the group ends workers too.
          stopAll();
        }
        if (posted != null) {
          handle(posted);
        }
        listener.tick();
      }
    } finally {
      workers.values().forEach(Worker::close);
    }
    return Map.copyOf(ended);
  }

  /** Whether a worker has written a checkpoint. */
  public boolean hasSaved() {
    return saved;
  }

  /** Whether there is something to train, or to wait for. */
  private boolean isToGoOn() {
    if (policy.leaves()) {
      return waiting.first(this::isReady).isPresent() || !elsewhere.isAlive();
    }
    return !waiting.isEmpty() || !elsewhere.isEmpty();
  }

  /**
   * Ends those of the runs that are over already, here or elsewhere, and those of which nobody can
   * tell; gives the others.
   */
  private List<QueuedRun> settle(List<QueuedRun> runs) {
    List<QueuedRun> open = new ArrayList<>();
    for (QueuedRun run : runs) {
      Look<Status> now = run.directory().look();
      Optional<Status> over = now.value().filter(status -> status.isOver(policy.attempts()));
      if (now.isBad() || over.isPresent()) {
        waiting.remove(run);
        end(
            run,
            over.map(Status::outcome).orElse(Outcome.FAILED),
            over.map(Status::message).orElse(now.fault()));
      } else {
        open.add(run);
      }
    }
    return open;
  }

  private void stopAll() {
    if (!stopping) {
      stopping = true;
      workers.values().forEach(worker -> worker.send(new Message.Stop()));
    }
  }

  private void dispatch() {
    while (!stopping && !running.isFull()) {
      Optional<QueuedRun> next = waiting.first(this::isReady);
      if (next.isEmpty() || !dispatch(next.get())) {
        return;
      }
    }
  }

  /** False where the run, and with it all that follow, has to wait. */
  private boolean dispatch(QueuedRun run) {
    Optional<Slot> slot = running.freeSlotFor(run);
    if (run.obstacle() != null && policy.leaves()) {
      listener.noted(run, run.obstacle() + "; it is left to other machines");
    } else if (run.obstacle() != null) {
      RunStatus.failed(run.directory(), run.obstacle());
      end(run, Outcome.FAILED, run.obstacle());
    } else if (slot.isEmpty()) {
      return false;
    } else {
      // The claim first: how the run stands is then what was written under it or earlier ones.
      OptionalInt free = elsewhere.freeAfter(run);
      if (free.isEmpty()) {
        listener.elsewhere(run, run.holder());
      } else if (settle(List.of(run)).isEmpty()) {
        return true;
      } else {
        start(run, slot.get(), free.getAsInt());
      }
    }
    waiting.remove(run);
    return true;
  }

  private void start(QueuedRun run, Slot slot, int after) {
    running.enter(slot, run);
    String trunk = run.trunk() == null ? null : absolute(run.trunk().directory());
    long step = run.trunk() == null ? 0 : run.trunk().step();
    workers
        .computeIfAbsent(slot.worker(), worker -> launch(slot))
        .send(
            new Message.Train(
                slot.index(), absolute(run.directory()), trunk, step, run.basis(), after));
    listener.started(run, slot.index());
  }

  private static String absolute(RunDirectory directory) {
    return directory.path().toAbsolutePath().toString();
  }

  /** A branch waits for its trunk's checkpoint, or until there is none to wait for. */
  private boolean isReady(QueuedRun run) {
    QueuedRun.Trunk trunk = run.trunk();
    return trunk == null
        || !isToCome(trunk.id())
        || CheckpointStore.contains(trunk.directory().checkpoints(), trunk.step());
  }

  private boolean isToCome(String id) {
    return waiting.has(id)
        || running.runs().stream().anyMatch(run -> run.id().equals(id))
        || elsewhere.has(id);
  }

  private Worker launch(Slot slot) {
    return launcher.start(slot, message -> messages.add(new Posted(slot.worker(), message)));
  }

  private void handle(Posted posted) {
    if (posted.message() instanceof Message.Died died) {
      workers.remove(posted.worker());
      crashed(running.of(posted.worker()), died.reason());
    } else if (posted.message() instanceof Message.OfRun message) {
      Slot slot = slots.get(message.slot());
      if (running.at(slot) != null) {
        handle(slot, running.at(slot), message);
      }
    }
  }

  private void handle(Slot slot, QueuedRun run, Message.OfRun message) {
    if (message instanceof Message.Step step) {
      listener.stepped(run, step.step(), step.totalSteps(), step.lossNats());
    } else if (message instanceof Message.Saved) {
      saved = true;
    } else if (message instanceof Message.Note note) {
      listener.noted(run, note.text());
    } else if (message instanceof Message.Warning warning) {
      listener.warned(run, warning.text());
    } else if (message instanceof Message.Busy) {
      running.leave(slot);
      listener.left(run);
      waiting.giveBack(run);
    } else if (message instanceof Message.Ended end) {
      running.leave(slot);
      retryOrEnd(run, end.outcome(), end.message());
    }
  }

  /** A worker died, and what it trained with it. */
  private void crashed(List<Slot> lost, String reason) {
    boolean shared = lost.size() > 1;
    for (Slot slot : lost) {
      QueuedRun run = running.leave(slot);
      // A worker that was told to stop before its run had begun has ended without a word.
      if (!stopping || run.isRunning()) {
        RunStatus.crashed(run.directory(), reason, !shared && !stopping);
      }
      if (shared) {
        crashes.sharedBy(run);
      }
      retryOrEnd(run, Outcome.CRASHED, reason);
    }
  }

  private void retryOrEnd(QueuedRun run, Outcome outcome, String message) {
    boolean crashed = outcome == Outcome.CRASHED;
    if (outcome == Outcome.INTERRUPTED || stopping && crashed) {
      listener.left(run);
      if (!stopping) {
        waiting.giveBack(run);
      }
    } else if (crashed && run.crashes() < policy.attempts()) {
      listener.retrying(run, message, run.crashes() + 1);
      if (crashes.isSuspect(run)) {
        waiting.postpone(run);
      } else {
        waiting.giveBack(run);
      }
    } else {
      end(run, outcome, message);
    }
  }

  private void end(QueuedRun run, Outcome outcome, String message) {
    ended.put(run, outcome);
    listener.ended(run, outcome, message);
    if (policy.isOver(outcome)) {
      stopAll();
    }
  }
}
