package kleiber.trainer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import kleiber.trainer.ExitCode;

/**
 * Turns SIGINT and SIGTERM into a request to stop: the run finishes its step and saves itself, then
 * the process ends with 75. A shutdown hook is the portable way to hear of the signal; it waits for
 * the work to end and then halts, since an exiting JVM ignores any other exit code.
 */
public final class Interruption implements AutoCloseable {
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");

  /** Starts to listen. */
  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    requested.set(true);
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
  }

  /** Whether a signal has come. */
  public boolean requested() {
    return requested.get();
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested.get()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
