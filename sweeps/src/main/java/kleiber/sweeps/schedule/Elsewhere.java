package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import kleiber.record.claim.ClaimWatch;

/**
 * Runs that other processes are training, on this machine or another. Each is looked at again after
 * a while.
 */
final class Elsewhere {
  private static final long AGAIN_NANOS = 1_000_000_000;

  private final ClaimWatch watch = new ClaimWatch();
  private long aliveLooked;
  private boolean alive;
  private final Map<QueuedRun, Long> seen = new HashMap<>();

  /**
   * The claim after which a run can be taken; empty where another process has it, which is
   * remembered.
   */
  OptionalInt freeAfter(QueuedRun run) {
    OptionalInt free = watch.freeAfter(run.directory().claims());
    if (free.isEmpty()) {
      seen.put(run, System.nanoTime());
      aliveLooked = 0;
    }
    return free;
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  boolean has(String id) {
    return seen.keySet().stream().anyMatch(run -> run.id().equals(id));
  }

  /** Whether every one of them was heard of a short while ago; looked at now and then. */
  boolean isAlive() {
    if (seen.isEmpty()) {
      return true;
    }
    long now = System.nanoTime();
    if (aliveLooked == 0 || now - aliveLooked > AGAIN_NANOS) {
      aliveLooked = now;
      alive = seen.keySet().stream().allMatch(run -> run.directory().claims().isFresh());
    }
    return alive;
  }

  /** Those that nobody has any more, which it forgets. */
  List<QueuedRun> back() {
    long now = System.nanoTime();
    List<QueuedRun> back = new ArrayList<>();
    for (Map.Entry<QueuedRun, Long> entry : seen.entrySet()) {
      if (now - entry.getValue() > AGAIN_NANOS) {
        entry.setValue(now);
        if (watch.freeAfter(entry.getKey().directory().claims()).isPresent()) {
          back.add(entry.getKey());
        }
      }
    }
    back.forEach(seen::remove);
    return back;
  }
}
