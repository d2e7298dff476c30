package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs that nobody trains, in the order in which they are to be: those that were begun and given
 * back, then the others, then those that have to train by themselves; the longest first of each.
 */
final class Waiting {
  private static final Comparator<QueuedRun> LONGEST_FIRST =
      Comparator.comparingDouble(QueuedRun::seconds).reversed();

  private final List<QueuedRun> begun = new ArrayList<>();
  private final List<QueuedRun> others;
  private final List<QueuedRun> postponed = new ArrayList<>();

  Waiting(Collection<QueuedRun> runs) {
    others = new ArrayList<>(runs);
    others.sort(LONGEST_FIRST);
  }

  /** Puts a run back that was begun. */
  void giveBack(QueuedRun run) {
    begun.add(run);
    begun.sort(LONGEST_FIRST);
  }

  /** Puts a run behind all others. */
  void postpone(QueuedRun run) {
    postponed.add(run);
    postponed.sort(LONGEST_FIRST);
  }

  Optional<QueuedRun> first(Predicate<QueuedRun> ready) {
    return all().filter(ready).findFirst();
  }

  void remove(QueuedRun run) {
    Stream.of(begun, others, postponed).forEach(runs -> runs.remove(run));
  }

  boolean has(String id) {
    return all().anyMatch(run -> run.id().equals(id));
  }

  boolean isEmpty() {
    return begun.isEmpty() && others.isEmpty() && postponed.isEmpty();
  }

  private Stream<QueuedRun> all() {
    return Stream.of(begun, others, postponed).flatMap(List::stream);
  }

  /** Those that are there now. */
  List<QueuedRun> list() {
    return all().toList();
  }
}
