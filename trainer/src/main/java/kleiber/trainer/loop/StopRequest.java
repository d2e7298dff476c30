package kleiber.trainer.loop;

import java.util.function.BooleanSupplier;

/**
 * A request to stop, which may come at any moment. Whoever asks whether it has come attends to it
 * from then on: it finishes what it is at, saves, and ends by itself. While nobody attends, the
 * process can end at once, since all that it writes is whole at every moment.
 */
public final class StopRequest implements BooleanSupplier {
  private boolean attended;
  private boolean requested;

  /** Whether to stop; the asker attends from now on. */
  @Override
  public synchronized boolean getAsBoolean() {
    attended = true;
    return requested;
  }

  /** Whoever attended has done what there was to do; the process can end at once again. */
  public synchronized void leave() {
    attended = false;
  }

  /**
   * Asks to stop.
   *
   * @return whether somebody attends, so that the process must wait
   */
  public synchronized boolean request() {
    requested = true;
    return attended;
  }
}
