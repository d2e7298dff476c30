package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.launch.Slot;

/**
 * When a sweep will end: the predicted seconds of what is left, stretched by how much longer than
 * predicted the runs have taken so far.
 */
public final class Eta {
  /** Predicted seconds that count as a measurement worth trusting. */
  private static final double TRUSTED_SECONDS = 5;

  private final Machine machine;
  private final List<Slot> slots;
  private final Set<QueuedRun> left;
  private final Map<QueuedRun, Place> places = new HashMap<>();
  private final Map<QueuedRun, Long> startNanos = new HashMap<>();
  private final Map<QueuedRun, Double> done = new HashMap<>();
  private final Map<QueuedRun, Double> doneAtStart = new HashMap<>();
  private double predicted;
  private double measured;

  /** Begins with everything left. */
  public Eta(Collection<QueuedRun> runs, Machine machine) {
    this.left = new LinkedHashSet<>(runs);
    this.machine = machine;
    this.slots = machine.slots();
  }

  /** A run was given to the worker of a slot. */
  public void started(QueuedRun run, int slot) {
    places.put(run, slots.get(slot).place());
    startNanos.put(run, System.nanoTime());
    doneAtStart.remove(run);
  }

  /** A run has taken {@code step} of its steps, some of them perhaps in an earlier attempt. */
  public void stepped(QueuedRun run, long step, long totalSteps) {
    double part = Math.max(0, step - shared(run)) / Math.max(1.0, totalSteps - shared(run));
    doneAtStart.putIfAbsent(run, part);
    done.put(run, part);
  }

  private static long shared(QueuedRun run) {
    return run.trunk() == null ? 0 : run.trunk().step();
  }

  /** A run has ended. */
  public void ended(QueuedRun run) {
    Long start = startNanos.remove(run);
    if (start != null) {
      predicted += run.seconds() * (1 - doneAtStart.getOrDefault(run, 0.0));
      measured += (System.nanoTime() - start) / 1e9;
    }
    left.remove(run);
  }

  /** A run has stopped and will be started again. */
  public void dropped(QueuedRun run) {
    startNanos.remove(run);
  }

  /** Seconds until the last run ends. */
  public double secondsLeft() {
    double stretch = stretch();
    List<Makespan.Running> underWay = new ArrayList<>();
    List<Makespan.Job> waiting = new ArrayList<>();
    for (QueuedRun run : left) {
      Makespan.Job rest = run.job(stretch, 1 - done.getOrDefault(run, 0.0));
      if (startNanos.containsKey(run)) {
        underWay.add(new Makespan.Running(rest, places.get(run)));
      } else if (run.obstacle() == null) {
        waiting.add(rest);
      }
    }
    return Makespan.of(machine, waiting, underWay);
  }

  private double stretch() {
    double soFar = predicted;
    double took = measured;
    for (Map.Entry<QueuedRun, Long> running : startNanos.entrySet()) {
      QueuedRun run = running.getKey();
      double part = done.getOrDefault(run, 0.0) - doneAtStart.getOrDefault(run, 0.0);
      soFar += run.seconds() * part;
      took += (System.nanoTime() - running.getValue()) / 1e9;
    }
    return soFar < TRUSTED_SECONDS ? 1 : took / soFar;
  }
}
