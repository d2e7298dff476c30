package kleiber.lm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.function.Function;

/** The same work several times at once, each on a thread of its own, as runs share a GPU. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * What each of {@code count} gives, in their order.
   *
   * @param work is given a meeting: a call that returns once all others have come as far or failed
   * @throws RuntimeException the first failure, once all have ended
   */
  public static <T> List<T> run(int count, Function<Runnable, T> work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    Phaser meeting = new Phaser(count);
    try {
      List<Future<T>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tasks.add(
            threads.submit(
                () -> {
                  try {
                    return work.apply(meeting::arriveAndAwaitAdvance);
                  } finally {
                    meeting.arriveAndDeregister();
                  }
                }));
      }
      return results(tasks);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<T> results(List<Future<T>> tasks) throws InterruptedException {
    List<T> results = new ArrayList<>();
    Throwable failure = null;
    for (Future<T> task : tasks) {
      try {
        results.add(task.get());
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    if (failure instanceof RuntimeException known) {
      throw known;
    }
    if (failure instanceof Error known) {
      throw known;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return results;
  }
}
