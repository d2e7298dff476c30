package kleiber.sweeps.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Place;

/**
 * How long jobs take side by side, in the order of the {@link Scheduler}: the longest first, each
 * where there is room. Jobs that share a GPU are the slower the more there are.
 */
public final class Makespan {
  private static final double DONE_SECONDS = 1e-9;
  private static final double FASTEST = 1e-3;

  private final List<Room> rooms;
  private final List<Active> active = new ArrayList<>();

  private Makespan(Machine machine) {
    this.rooms = machine.places().stream().map(Room::new).toList();
  }

  /**
   * A job.
   *
   * @param seconds its duration where its place is full
   * @param alone its duration where it has its place to itself, as a fraction of {@code seconds}
   * @param slots how many slots it takes
   * @param memoryBytes that it takes
   */
  public record Job(double seconds, double alone, int slots, long memoryBytes) {
    /** One that takes one slot and is slowed by no other. */
    public static Job of(double seconds) {
      return new Job(seconds, 1, 1, 0);
    }
  }

  /**
   * A job that runs already.
   *
   * @param job the rest of it
   * @param place where
   */
  public record Running(Job job, Place place) {}

  /** A job under way. */
  private static final class Active {
    private final Job job;
    private final Room room;
    private double seconds;

    private Active(Job job, Room room) {
      this.job = job;
      this.room = room;
      this.seconds = job.seconds();
      room.enter(job.slots(), job.memoryBytes());
    }

    /** Linear in the number of runs: what an H100 does, within a tenth from 4 on (docs/gpu.md). */
    private double slowness() {
      int most = room.place().slots();
      double share = most > 1 ? Math.min(1, (room.runs() - 1.0) / (most - 1)) : 1;
      return Math.max(FASTEST, job.alone() + (1 - job.alone()) * share);
    }
  }

  /** Seconds until the last job ends; what fits nowhere is left out. */
  public static double of(Machine machine, Collection<Job> waiting, Collection<Running> underWay) {
    Makespan makespan = new Makespan(machine);
    underWay.forEach(one -> makespan.start(one.job(), makespan.rooms.get(one.place().index())));
    return makespan.run(
        new ArrayDeque<>(
            waiting.stream().sorted(Comparator.comparingDouble(Job::seconds).reversed()).toList()));
  }

  private double run(Deque<Job> waiting) {
    double now = 0;
    while (!waiting.isEmpty() || !active.isEmpty()) {
      startWhatFits(waiting);
      double step =
          active.stream().mapToDouble(one -> one.seconds * one.slowness()).min().orElse(0);
      now += step;
      active.forEach(one -> one.seconds -= step / one.slowness());
      List<Active> done = active.stream().filter(one -> one.seconds <= DONE_SECONDS).toList();
      done.forEach(one -> one.room.leave(one.job.slots(), one.job.memoryBytes()));
      active.removeAll(done);
    }
    return now;
  }

  private void startWhatFits(Deque<Job> waiting) {
    while (!waiting.isEmpty()) {
      Job next = waiting.peek();
      Optional<Room> room = Room.best(rooms, next.slots(), next.memoryBytes());
      if (room.isEmpty() && !active.isEmpty()) {
        return;
      }
      waiting.remove();
      room.ifPresent(free -> start(next, free));
    }
  }

  private void start(Job job, Room room) {
    active.add(new Active(job, room));
  }
}
