package kleiber.engine.backend.lanes;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that run the parts of a step side by side: lane 0 is the caller, the others wait between
 * calls. Waiting spins briefly, since the next part usually comes within microseconds, then parks.
 */
final class Lanes implements AutoCloseable {
  private static final int SPINS = 20_000;

  private final Lane[] lanes;

  /**
   * @param count lanes, the caller's included
   */
  Lanes(int count) {
    lanes = new Lane[count - 1];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new Lane(i + 1);
      lanes[i].start();
    }
  }

  /**
   * Runs {@code task} once for every lane number and returns when all are done. The first failure
   * of any lane is thrown after that.
   */
  void run(IntConsumer task) {
    for (Lane lane : lanes) {
      lane.begin(task);
    }
    Throwable failure = null;
    try {
      task.accept(0);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (Lane lane : lanes) {
      Throwable other = lane.await();
      failure = failure == null ? other : failure;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.interrupt();
    }
  }

  private static final class Lane extends Thread {
    private final int number;
    private volatile IntConsumer task;
    private volatile Thread waiter;
    private Throwable failure;

    Lane(int number) {
      super("lane-" + number);
      this.number = number;
      setDaemon(true);
    }

    void begin(IntConsumer next) {
      task = next;
      LockSupport.unpark(this);
    }

    Throwable await() {
      waiter = Thread.currentThread();
      for (int i = 0; task != null; i++) {
        pause(i);
      }
      waiter = null;
      Throwable result = failure;
      failure = null;
      return result;
    }

    @Override
    public void run() {
      while (!isInterrupted()) {
        for (int i = 0; task == null && !isInterrupted(); i++) {
          pause(i);
        }
        if (task != null) {
          try {
            task.accept(number);
          } catch (RuntimeException | Error e) {
            failure = e;
          }
          task = null;
          LockSupport.unpark(waiter);
        }
      }
    }

    private static void pause(int spins) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
