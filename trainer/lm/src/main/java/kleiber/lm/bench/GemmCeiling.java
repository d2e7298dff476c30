package kleiber.lm.bench;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * The rate of one large matrix product on every lane at once: the most that a training step, which
 * is mostly matrix products, can hope for.
 */
public final class GemmCeiling {
  private static final int SIZE = 1024;

  /** A product that fills a device which takes whole steps. */
  private static final int DEVICE_SIZE = 4096;

  private static final int REPETITIONS = 4;

  private GemmCeiling() {}

  /**
   * FLOPs per second in the backend's precision, the best of what fits in {@code seconds}.
   *
   * @param lanes products that the backend runs side by side
   */
  public static double flopsPerSecond(Backend backend, int lanes, double seconds)
      throws InterruptedException {
    int size = backend.facts().isPresent() ? DEVICE_SIZE : SIZE;
    ConcurrentLinkedQueue<Runnable> rounds = new ConcurrentLinkedQueue<>();
    for (int lane = 0; lane < lanes; lane++) {
      rounds.add(round(backend, size));
    }
    AtomicBoolean over = new AtomicBoolean();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Double> fastest = SideBySide.run(lanes, meet -> fastest(rounds.remove(), meet, end, over));
    return 2.0 * size * size * size * REPETITIONS * lanes / fastest.get(0);
  }

  private static Runnable round(Backend backend, int size) {
    Variable x = Variable.constant(numbers(backend, "x", size));
    Variable w = Variable.constant(numbers(backend, "w", size));
    Variable y = Variable.constant(backend.allocate(size, size));
    Op product = backend.kernels().linear(x, w, null, y, Gradient.OVERWRITE);
    return () -> {
      for (int i = 0; i < REPETITIONS; i++) {
        product.forward();
      }
      // Devices run beside the host: reading a number waits for them.
      y.value().read(0, new float[1], 0, 1);
    };
  }

  /** Seconds of the fastest round of all, which all begin and end together. */
  private static double fastest(Runnable round, Runnable meet, long end, AtomicBoolean over) {
    double best = Double.POSITIVE_INFINITY;
    do {
      meet.run();
      long start = System.nanoTime();
      round.run();
      if (System.nanoTime() >= end) {
        over.set(true);
      }
      meet.run();
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    } while (!over.get());
    return best;
  }

  /** Not constant ones, which some devices multiply faster. */
  private static Tensor numbers(Backend backend, String name, int size) {
    SeededStream stream = SeededStream.of(1, name);
    Tensor matrix = backend.allocate(size, size);
    float[] values = new float[size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.uniform(i) - 0.5f;
    }
    matrix.set(values);
    return matrix;
  }
}
