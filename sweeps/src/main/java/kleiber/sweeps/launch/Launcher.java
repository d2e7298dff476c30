package kleiber.sweeps.launch;

import java.util.function.Consumer;

/** Starts workers. */
public interface Launcher {
  /**
   * Starts the worker of a slot, which serves all slots of the same worker.
   *
   * @param sink told its messages, last of all {@link Message.Died}; called on another thread
   */
  Worker start(Slot slot, Consumer<Message> sink);
}
