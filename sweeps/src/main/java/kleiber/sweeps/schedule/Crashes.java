package kleiber.sweeps.schedule;

import java.util.HashMap;
import java.util.Map;

/**
 * Who may have brought a worker down. Where it trained one run, that is known. Where it trained
 * several, it may have been any of them, so none of them has failed; but a run that was there twice
 * trains by itself from then on.
 */
final class Crashes {
  private static final int SUSPECT = 2;

  private final Map<QueuedRun, Integer> shared = new HashMap<>();

  /** A run's worker died beside others. */
  void sharedBy(QueuedRun run) {
    shared.merge(run, 1, Integer::sum);
  }

  /** Whether a run has to train by itself. */
  boolean isSuspect(QueuedRun run) {
    return shared.getOrDefault(run, 0) >= SUSPECT;
  }
}
