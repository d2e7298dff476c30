package kleiber.sweeps.launch;

import java.util.function.Consumer;

/** Starts workers. */
public interface Launcher {
  /**
   * Starts the worker of a slot, which serves all slots of the same worker.
   *
   * @param sink told its messages, last of all {@link Message.Died}; called on another thread
   */
  Hand start(Slot slot, Consumer<Message> sink);

  /** The sweep's hold on a worker. */
  interface Hand {
    /** Sends a command; a worker that is gone will be reported as dead instead. */
    void send(Message message);

    /** Ends the worker's input, at which it ends, and waits for a moment. */
    void close();
  }
}
