package kleiber.sweeps.schedule;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Runs that nobody trains, in the order in which they are to be: those that were begun and given
 * back, then the others, then those that have to train by themselves; the longest first of each.
 */
final class Waiting {
  private final TreeMap<Place, QueuedRun> runs =
      new TreeMap<>(
          Comparator.comparing(Place::group)
              .thenComparing(Place::seconds, Comparator.reverseOrder())
              .thenComparing(Place::number));

  private final Map<String, Place> places = new HashMap<>();
  private int count;

  /** In the order in which they are to be trained. */
  private enum Group {
    BEGUN,
    OTHERS,
    POSTPONED
  }

  /**
   * Where a run stands.
   *
   * @param number of those that came before it, which decides between equals
   */
  private record Place(Group group, double seconds, int number) {}

  Waiting(Collection<QueuedRun> runs) {
    runs.forEach(run -> put(run, Group.OTHERS));
  }

  /** Puts a run back that was begun. */
  void giveBack(QueuedRun run) {
    put(run, Group.BEGUN);
  }

  /** Puts a run behind all others. */
  void postpone(QueuedRun run) {
    put(run, Group.POSTPONED);
  }

  private void put(QueuedRun run, Group group) {
    remove(run);
    Place place = new Place(group, run.seconds(), count++);
    places.put(run.id(), place);
    runs.put(place, run);
  }

  Optional<QueuedRun> first(Predicate<QueuedRun> ready) {
    return runs.values().stream().filter(ready).findFirst();
  }

  void remove(QueuedRun run) {
    Place place = places.remove(run.id());
    if (place != null) {
      runs.remove(place);
    }
  }

  boolean has(String id) {
    return places.containsKey(id);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Those that are there now. */
  List<QueuedRun> list() {
    return List.copyOf(runs.values());
  }
}
