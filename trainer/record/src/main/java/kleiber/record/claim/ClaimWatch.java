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
 * changed for {@link #PATIENCE} of the observer's own clock. Before that nobody can tell it from
 * one that is slow. Not for several threads.
 */
public final class ClaimWatch {
  /** Six signs of life that did not come. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private final LongSupplier nanos;
  private final Map<Path, Seen> seen = new HashMap<>();

  /** A claim as it was when it changed last. */
  private record Seen(int number, ClaimState state, long since) {
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
    Seen last = seen.get(claims.folder());
    if (last == null || !last.isSame(number, state)) {
      seen.put(claims.folder(), new Seen(number, state, nanos.getAsLong()));
      return false;
    }
    return nanos.getAsLong() - last.since() > PATIENCE.toNanos();
  }
}
