package kleiber.record.claim;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import kleiber.core.KleiberException;

/**
 * Waits for a folder that somebody has.
 *
 * @param claims on it
 */
record ClaimWait(Claims claims) {
  private static final long PAUSE_MILLIS = 100;

  /** As {@link Claims#takePatiently}. */
  Optional<HeldClaim> patiently(Consumer<String> notes, BooleanSupplier stop) {
    ClaimWatch watch = new ClaimWatch();
    int number = claims.newest();
    Optional<ClaimState> first = claims.read(number);
    Optional<HeldClaim> claim = claims.take(watch);
    boolean told = false;
    while (claim.isEmpty() && mayBeDead(number, first) && !stop.getAsBoolean()) {
      if (!told) {
        notes.accept(
            "held by "
                + first
                    .map(state -> state.holder().words())
                    .orElse("a process whose claim cannot be read, " + claims.file(number))
                + "; waiting up to "
                + ClaimWatch.PATIENCE.toSeconds()
                + " s to see whether it still lives");
        told = true;
      }
      pause();
      claim = claims.take(watch);
    }
    return claim;
  }

  /** Whether the newest claim is still as it was, and its holder is none that runs here. */
  private boolean mayBeDead(int number, Optional<ClaimState> first) {
    boolean runsHere = first.map(state -> state.holder().process().isAlive()).orElse(false);
    return !runsHere && claims.newest() == number && first.equals(claims.read(number));
  }

  /** As {@link Claims#await}. */
  HeldClaim forOthers() {
    ClaimWatch watch = new ClaimWatch();
    Optional<HeldClaim> claim = claims.take(watch);
    while (claim.isEmpty()) {
      pause();
      claim = claims.take(watch);
    }
    return claim.get();
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KleiberException.failure("stopped while waiting for " + claims.folder(), e);
    }
  }
}
