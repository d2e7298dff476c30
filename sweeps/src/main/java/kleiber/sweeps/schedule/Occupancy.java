package kleiber.sweeps.schedule;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Slot;

/** Which run trains on which slot, and which slot has room for another. */
final class Occupancy {
  private final List<Slot> slots;
  private final List<Room> rooms;
  private final Map<Slot, QueuedRun> running = new TreeMap<>(Comparator.comparing(Slot::index));
  private final Predicate<QueuedRun> byItself;

  /**
   * @param byItself whether nothing else may train beside a run; the answer stays while it trains
   */
  Occupancy(Machine machine, Predicate<QueuedRun> byItself) {
    this.slots = machine.slots();
    this.rooms = machine.places().stream().map(Room::new).toList();
    this.byItself = byItself;
  }

  /**
   * A slot for a run, where it fits beside what trains there: on the place with the fewest runs.
   */
  Optional<Slot> freeSlotFor(QueuedRun run) {
    boolean alone = byItself.test(run);
    List<Room> open =
        rooms.stream().filter(room -> alone ? room.runs() == 0 : !isKeptAlone(room)).toList();
    return Room.best(open, run.slots(), run.memoryBytes())
        .flatMap(
            room ->
                slots.stream()
                    .filter(slot -> slot.place().equals(room.place()) && !running.containsKey(slot))
                    .findFirst());
  }

  private boolean isKeptAlone(Room room) {
    return running.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().place().equals(room.place()) && byItself.test(entry.getValue()));
  }

  void enter(Slot slot, QueuedRun run) {
    running.put(slot, run);
    rooms.get(slot.place().index()).enter(run.slots(), run.memoryBytes());
  }

  /** Frees a slot; the run that was there. */
  QueuedRun leave(Slot slot) {
    QueuedRun run = running.remove(slot);
    rooms.get(slot.place().index()).leave(run.slots(), run.memoryBytes());
    return run;
  }

  /** The run on a slot, null for none. */
  QueuedRun at(Slot slot) {
    return running.get(slot);
  }

  /** Slots of a worker that trains there now. */
  List<Slot> of(int worker) {
    return running.keySet().stream().filter(slot -> slot.worker() == worker).toList();
  }

  Collection<QueuedRun> runs() {
    return running.values();
  }

  /** Whether there is no slot for any run. */
  boolean isFull() {
    return running.size() == slots.size();
  }

  boolean isEmpty() {
    return running.isEmpty();
  }
}
