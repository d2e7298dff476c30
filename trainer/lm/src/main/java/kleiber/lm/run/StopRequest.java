package kleiber.lm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A request to stop, which may come at any moment. Whoever asks whether it has come attends to it
 * from then on: it finishes what it is at, saves, and ends by itself. While nobody attends, the
 * process can end at once, since all that it writes is whole at every moment.
 */
public final class StopRequest implements BooleanSupplier {
  private final List<StopRequest> parts = new ArrayList<>();
  private boolean attended;
  private boolean requested;

  /** Whether to stop; the asker attends from now on. */
  @Override
  public synchronized boolean getAsBoolean() {
    attended = true;
    return requested;
  }

  /** Whether to stop, for who has nothing to save. */
  public synchronized boolean isRequested() {
    return requested;
  }

  /** Whoever attended has done what there was to do; the process can end at once again. */
  public synchronized void leave() {
    attended = false;
  }

  /** The same request for one of several who attend each for themselves. */
  public synchronized StopRequest part() {
    StopRequest part = new StopRequest();
    part.requested = requested;
    parts.add(part);
    return part;
  }

  /** Whether somebody attends. */
  public synchronized boolean isAttended() {
    return attended || parts.stream().anyMatch(StopRequest::isAttended);
  }

  /**
   * Asks to stop.
   *
   * @return whether somebody attends, so that the process must wait
   */
  public synchronized boolean request() {
    requested = true;
    boolean waits = attended;
    for (StopRequest part : parts) {
      waits |= part.request();
    }
    return waits;
  }
}
