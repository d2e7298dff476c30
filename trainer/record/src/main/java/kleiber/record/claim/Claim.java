package kleiber.record.claim;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kleiber.core.KleiberException;

/**
 * A folder that this process has, until the claim is closed or the process ends. A thread shows
 * that it lives. A process that was stopped for long, or cut off, may have lost the folder to
 * another without knowing, so it asks before everything that it writes for good.
 */
public final class Claim implements AutoCloseable {
  /** Between two signs of life. */
  static final Duration BEAT = Duration.ofSeconds(15);

  private final Claims claims;
  private final int number;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread beats;
  private ClaimState state;

  private Claim(Claims claims, int number, ClaimState state) {
    this.claims = claims;
    this.number = number;
    this.state = state;
    this.beats = new Thread(this::beat, "claim-" + number);
    beats.setDaemon(true);
  }

  static Claim held(Claims claims, int number, ClaimState state) {
    Claim claim = new Claim(claims, number, state);
    claim.beats.start();
    return claim;
  }

  /**
   * Asked before anything is written for good.
   *
   * @throws ClaimLostException when another process has the folder now
   */
  public void requireHeld() {
    if (!claims.isNewest(number)) {
      Optional<ClaimState> other = claims.read(claims.newest());
      throw new ClaimLostException(
          claims.folder().getParent()
              + " was taken over by "
              + other.map(claim -> claim.holder().words()).orElse("another process")
              + ": this one had given no sign of life for too long");
    }
  }

  private void beat() {
    try {
      while (!closing.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        rewrite(state.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rewrite(ClaimState next) {
    state = next;
    try {
      claims.rewrite(number, next);
    } catch (KleiberException e) {
      // A full disk, or a folder that cannot be reached: others will take over if it lasts.
    }
  }

  /** Lets go, so that the next need not wait. */
  @Override
  public void close() {
    closing.countDown();
    try {
      beats.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    rewrite(state.letGo());
  }
}
