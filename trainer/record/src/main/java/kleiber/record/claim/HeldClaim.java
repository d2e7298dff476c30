package kleiber.record.claim;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import kleiber.core.KleiberException;

/**
 * A folder that this process has, until the claim is closed or the process ends. A thread shows
 * that it lives. A process that was stopped for long, or cut off, may have lost the folder to
 * another without knowing, so it asks before everything that it writes for good.
 */
public final class HeldClaim implements AutoCloseable {
  /** Between two signs of life. */
  static final Duration BEAT = Duration.ofSeconds(15);

  private final Claims claims;
  private final int number;
  private final String token;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean lost;
  private ClaimState state;

  private HeldClaim(Claims claims, int number, ClaimState state) {
    this.claims = claims;
    this.number = number;
    this.token = state.holder().token();
    this.state = state;
  }

  static HeldClaim held(Claims claims, int number, ClaimState state) {
    HeldClaim claim = new HeldClaim(claims, number, state);
    Thread beats = new Thread(claim::beat, "claim-" + number);
    beats.setDaemon(true);
    beats.start();
    return claim;
  }

  /**
   * Asked right before anything is written for good.
   *
   * @throws ClaimLostException when another process has the folder now, or it is gone
   */
  public void requireHeld() {
    if (!claims.isHeldBy(number, token)) {
      lost = true;
    }
    requireNotKnownLost();
  }

  /**
   * Asked after every step and batch, since it costs nothing: the thread that shows that this
   * process lives learns of a loss too.
   *
   * @throws ClaimLostException when it has
   */
  public void requireNotKnownLost() {
    if (lost) {
      throw new ClaimLostException(claims.loss(number));
    }
  }

  /** Whether another process has the folder now; where that cannot be known, it has not. */
  public boolean isLost() {
    try {
      requireHeld();
      return false;
    } catch (ClaimLostException e) {
      return true;
    } catch (KleiberException e) {
      return false;
    }
  }

  private void beat() {
    try {
      while (!lost && !closing.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        rewrite(ClaimState::next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A claim that is lost is not touched again: the folder's next claim may have its number. */
  private synchronized void rewrite(UnaryOperator<ClaimState> change) {
    if (state.released() || isLost()) {
      return;
    }
    state = change.apply(state);
    try {
      claims.rewrite(number, state, this::requireHeld);
    } catch (KleiberException | ClaimLostException e) {
      // A full disk, or a folder that cannot be reached: others will take over if it lasts.
    }
  }

  /** Lets go, so that the next need not wait. */
  @Override
  public void close() {
    closing.countDown();
    rewrite(ClaimState::letGo);
  }
}
