package kleiber.sweeps.launch;

/** A worker as its sweep sees it: it is given orders, and what it says comes back to the sink. */
public interface Worker {
  /** Sends a command; a worker that is gone will be reported as dead instead. */
  void send(Message message);

  /** Ends the worker's input, at which it ends, and waits for a moment. */
  void close();
}
