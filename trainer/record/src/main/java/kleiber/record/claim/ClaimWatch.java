package kleiber.record.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * What one observer has seen of claims: a holder elsewhere counts as dead when its claim has not
 * changed for {@link #PATIENCE} of the observer's own clock, in which it kept looking. Before that
 * nobody can tell it from one that is slow. While the observer was stopped itself, or could not
 * reach the folder, the holder may have been kept from writing too, so that such time counts as one
 * beat at most. Not for several threads.
 */
public final class ClaimWatch {
  /** Six signs of life that did not come. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final long LONGEST_LOOK = HeldClaim.BEAT.toNanos();

  private final LongSupplier nanos;
  private final Map<Path, Seen> seen = new HashMap<>();

  /** A claim, how long it has been so, and when that was looked at last. */
  private record Seen(int number, ClaimState state, long silent, long looked) {
    Seen again(long now) {
      return new Seen(number, state, silent + Math.min(now - looked, LONGEST_LOOK), now);
    }

    boolean isSame(int otherNumber, ClaimState other) {
      boolean bothUnread = state == null && other == null;
      return number == otherNumber && (bothUnread || state != null && state.equals(other));
    }
  }

  /** Has seen nothing yet. */
  public ClaimWatch() {
    this(System::nanoTime);
  }

  ClaimWatch(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The claim after which a folder can be taken, 0 where there was none; empty while somebody has
   * it.
   */
  public OptionalInt freeAfter(Claims claims) {
    int number = claims.newest();
    if (number == 0) {
      return OptionalInt.of(0);
    }
    Optional<ClaimState> state = claims.read(number);
    boolean free =
        state.map(claim -> claim.released() || claim.holder().isGone()).orElse(false)
            || isSilent(claims, number, state.orElse(null));
    return free ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private boolean isSilent(Claims claims, int number, ClaimState state) {
    long now = nanos.getAsLong();
    Seen last = seen.get(claims.folder());
    boolean same = last != null && last.isSame(number, state);
    Seen next = same ? last.again(now) : new Seen(number, state, 0, now);
    seen.put(claims.folder(), next);
    return next.silent() > PATIENCE.toNanos();
  }
}
