package kleiber.engine.backend.lanes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Lanes that add to one set of parameter gradients, one after the other for every tensor, so that
 * sums do not depend on who was faster. A tensor that several ops add to gets all lanes' shares of
 * the one before it gets the first of the next.
 *
 * <p>Lanes hardly wait for each other where the first lane computes a weight's gradient before that
 * of the input, and the second the other way round.
 */
public final class SharedGradients {
  private static final int SPINS = 20_000;
  private static final long PARK_NANOS = 20_000;

  private final int lanes;
  private final Map<Object, Turn> turns = new ConcurrentHashMap<>();
  private int step;
  private volatile Throwable failure;

  /**
   * @param lanes that add
   */
  SharedGradients(int lanes) {
    this.lanes = lanes;
  }

  /** Gradients that one lane has for itself. */
  public static Side alone() {
    return new SharedGradients(1).side(0);
  }

  /** A lane's side, numbered from 0 in the order in which lanes add. */
  Side side(int lane) {
    return new Side(lane);
  }

  /** Makes all of them zero: whoever adds to a tensor first overwrites it. */
  void clear() {
    step++;
  }

  /** Ends all waiting: a lane has failed and will not take its turns. */
  void abandon(Throwable cause) {
    failure = cause;
  }

  /** The lane that may add to a tensor next, and the last step in which one did. */
  private static final class Turn {
    private int step;
    private volatile int next;
  }

  /** What the ops of one lane need to know. */
  public final class Side {
    private final int lane;

    private Side(int lane) {
      this.lane = lane;
    }

    /** Whether this lane adds before the others. */
    public boolean isFirst() {
      return lane == 0;
    }

    /**
     * Adds to a tensor when it is this lane's turn.
     *
     * @param tensor equal for the same gradient on all lanes
     * @param overwrite writes the summand instead of adding it
     */
    public Runnable inTurn(Object tensor, Runnable overwrite, Runnable addition) {
      Turn turn = turns.computeIfAbsent(tensor, absent -> new Turn());
      return () -> {
        await(turn);
        (turn.step == step ? addition : overwrite).run();
        turn.step = step;
        turn.next = (lane + 1) % lanes;
      };
    }

    private void await(Turn turn) {
      for (int spins = 0; turn.next != lane; spins++) {
        if (failure != null) {
          throw new IllegalStateException("another lane failed", failure);
        }
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(PARK_NANOS);
        }
      }
    }
  }
}
