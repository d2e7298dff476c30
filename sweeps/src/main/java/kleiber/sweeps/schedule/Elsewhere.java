package kleiber.sweeps.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs that another process is training: after a while each is looked at again. */
final class Elsewhere {
  private static final long AGAIN_NANOS = 1_000_000_000;

  private final Map<QueuedRun, Long> since = new HashMap<>();

  void add(QueuedRun run) {
    since.put(run, System.nanoTime());
  }

  boolean isEmpty() {
    return since.isEmpty();
  }

  boolean has(String id) {
    return since.keySet().stream().anyMatch(run -> run.id().equals(id));
  }

  /** Those that are to be looked at again, which it forgets. */
  List<QueuedRun> back() {
    long now = System.nanoTime();
    List<QueuedRun> back = new ArrayList<>();
    since.forEach(
        (run, seen) -> {
          if (now - seen > AGAIN_NANOS) {
            back.add(run);
          }
        });
    since.keySet().removeAll(back);
    return back;
  }
}
