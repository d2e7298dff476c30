package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import kleiber.record.claim.ClaimWatch;

/**
 * Runs that other processes are training, on this machine or another. Each is looked at again after
 * a while.
 */
final class Elsewhere {
  private static final long AGAIN_NANOS = 1_000_000_000;

  private final ClaimWatch watch = new ClaimWatch();
  private final Map<String, Held> held = new TreeMap<>();
  private long asked;
  private boolean alive;

  /** A run, and when it was looked at last. */
  private record Held(QueuedRun run, long seen) {}

  /**
   * The claim after which a run can be taken; empty where another process has it, which is
   * remembered.
   */
  OptionalInt freeAfter(QueuedRun run) {
    OptionalInt free = watch.freeAfter(run.directory().claims());
    if (free.isEmpty()) {
      held.put(run.id(), new Held(run, System.nanoTime()));
      asked = 0;
    }
    return free;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  boolean has(String id) {
    return held.containsKey(id);
  }

  /** Whether every one of them was heard of a short while ago. */
  boolean isAlive() {
    long now = System.nanoTime();
    if (asked == 0 || now - asked > AGAIN_NANOS) {
      asked = now;
      alive = held.values().stream().allMatch(one -> one.run().directory().claims().isFresh());
    }
    return alive;
  }

  /** Those that nobody has any more, which it forgets. */
  List<QueuedRun> back() {
    long now = System.nanoTime();
    List<QueuedRun> back = new ArrayList<>();
    for (Map.Entry<String, Held> entry : held.entrySet()) {
      QueuedRun run = entry.getValue().run();
      if (now - entry.getValue().seen() > AGAIN_NANOS) {
        entry.setValue(new Held(run, now));
        if (watch.freeAfter(run.directory().claims()).isPresent()) {
          back.add(run);
        }
      }
    }
    back.forEach(run -> held.remove(run.id()));
    return back;
  }
}
