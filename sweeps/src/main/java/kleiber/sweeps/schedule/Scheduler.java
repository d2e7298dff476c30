package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import kleiber.lm.checkpoint.CheckpointStore;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
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
  private final List<QueuedRun> waiting = new ArrayList<>();
  private final Elsewhere elsewhere = new Elsewhere();
  private final Map<QueuedRun, Integer> attempts = new HashMap<>();
  private final Map<Integer, Worker> workers = new TreeMap<>();
  private final Map<QueuedRun, Outcome> ended = new HashMap<>();
  private boolean stopping;
  private boolean saved;

  /** A message and the worker that sent it. */
  private record Posted(int worker, Message message) {}

  /**
   * What to do about failures.
   *
   * @param attempts how often a run may be tried whose worker died or whose machine failed it
   * @param retryFailed whether runs that failed in an earlier sweep are tried again
   * @param failFast whether the first failure ends the sweep
   * @param mayDiverge whether a run that diverged is an answer and no failure
   */
  public record Policy(int attempts, boolean retryFailed, boolean failFast, boolean mayDiverge) {
    /** Of runs none of which may diverge. */
    public Policy(int attempts, boolean retryFailed, boolean failFast) {
      this(attempts, retryFailed, failFast, false);
    }

    private boolean isOver(Outcome outcome) {
      boolean good = outcome == Outcome.COMPLETED || mayDiverge && outcome == Outcome.DIVERGED;
      return failFast && !good;
    }
  }

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
    waiting.addAll(runs);
    waiting.sort(Comparator.comparingDouble(QueuedRun::seconds).reversed());
    Set<QueuedRun> retried =
        runs.stream()
            .filter(run -> policy.retryFailed() && run.outcome() == Outcome.FAILED)
            .collect(Collectors.toSet());
    settle(retried);
    try {
      while (!running.isEmpty() || !stopping && !(waiting.isEmpty() && elsewhere.isEmpty())) {
        waiting.addAll(elsewhere.back());
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

  /** Takes runs off the list that have ended before, except those that are to be tried again. */
  private void settle(Set<QueuedRun> retried) {
    for (Iterator<QueuedRun> all = waiting.iterator(); all.hasNext(); ) {
      QueuedRun run = all.next();
      Outcome outcome = run.outcome();
      boolean over =
          outcome == Outcome.COMPLETED
              || outcome == Outcome.DIVERGED
              || outcome == Outcome.FAILED && !retried.contains(run);
      if (over) {
        all.remove();
        end(run, outcome, run.message());
      }
    }
  }

  private void stopAll() {
    if (!stopping) {
      stopping = true;
      workers.values().forEach(worker -> worker.send(new Message.Stop()));
    }
  }

  private void dispatch() {
    while (!stopping && !waiting.isEmpty()) {
      Optional<QueuedRun> next = waiting.stream().filter(this::isReady).findFirst();
      Optional<Slot> slot = next.flatMap(running::freeSlotFor);
      if (next.isEmpty()) {
        return;
      }
      QueuedRun run = next.get();
      // A run that was not over when the sweep began may have been ended by another process.
      if (run.hasEnded()) {
        waiting.remove(run);
        end(run, run.outcome(), run.message());
      } else if (run.obstacle() != null) {
        waiting.remove(run);
        RunStatus.record(run.directory(), Outcome.FAILED, run.obstacle());
        end(run, Outcome.FAILED, run.obstacle());
      } else if (slot.isPresent()) {
        waiting.remove(run);
        start(run, slot.get());
      } else {
        return;
      }
    }
  }

  private void start(QueuedRun run, Slot slot) {
    running.enter(slot, run);
    attempts.merge(run, 1, Integer::sum);
    String trunk = run.trunk() == null ? null : absolute(run.trunk().directory());
    long step = run.trunk() == null ? 0 : run.trunk().step();
    workers
        .computeIfAbsent(slot.worker(), worker -> launch(slot))
        .send(new Message.Train(slot.index(), absolute(run.directory()), trunk, step, run.basis()));
    listener.started(run, slot.index());
  }

  private static String absolute(RunDirectory directory) {
    return directory.path().toAbsolutePath().toString();
  }

  /** A branch waits for its trunk's checkpoint, or until there is none to wait for. */
  private boolean isReady(QueuedRun run) {
    QueuedRun.Trunk trunk = run.trunk();
    return trunk == null
        || CheckpointStore.contains(trunk.directory().checkpoints(), trunk.step())
        || !isToCome(trunk.id());
  }

  private boolean isToCome(String id) {
    return waiting.stream().anyMatch(run -> run.id().equals(id))
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
      attempts.merge(run, -1, Integer::sum);
      elsewhere.add(run);
      listener.left(run);
    } else if (message instanceof Message.Ended end) {
      running.leave(slot);
      retryOrEnd(run, end.outcome(), end.message(), end.retry());
    }
  }

  /** A worker died, and what it trained with it. */
  private void crashed(List<Slot> lost, String reason) {
    boolean shared = lost.size() > 1;
    List<QueuedRun> again = new ArrayList<>();
    for (Slot slot : lost) {
      QueuedRun run = running.leave(slot);
      // A worker that was told to stop before its run had begun has ended without a word.
      if (!stopping || run.outcome() == Outcome.RUNNING) {
        RunStatus.record(run.directory(), Outcome.CRASHED, reason);
      }
      if (shared && !stopping) {
        crashes.sharedBy(run);
        listener.retrying(run, reason, attempts.merge(run, -1, Integer::sum) + 1);
        again.add(run);
      } else {
        retryOrEnd(run, Outcome.CRASHED, reason, true);
      }
    }
    waiting.addAll(0, again.stream().filter(run -> !crashes.isSuspect(run)).toList());
    waiting.addAll(again.stream().filter(crashes::isSuspect).toList());
  }

  private void retryOrEnd(QueuedRun run, Outcome outcome, String message, boolean retry) {
    if (outcome == Outcome.INTERRUPTED || stopping && retry) {
      listener.left(run);
      if (!stopping) {
        waiting.add(0, run);
      }
      return;
    }
    int tries = attempts.get(run);
    if (retry && tries < policy.attempts()) {
      listener.retrying(run, message, tries + 1);
      waiting.add(0, run);
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
