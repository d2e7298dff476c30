package kleiber.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.backend.Backend;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.random.SeededStream;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

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

  /** FLOPs per second in the backend's precision, the best of what fits in {@code seconds}. */
  public static double flopsPerSecond(Backend backend, double seconds) {
    int size = backend.steps().isPresent() ? DEVICE_SIZE : SIZE;
    List<Op> products = new ArrayList<>();
    List<Tensor> results = new ArrayList<>();
    for (int lane = 0; lane < backend.lanes(); lane++) {
      Variable x = Variable.constant(numbers(backend, "x", size));
      Variable w = Variable.constant(numbers(backend, "w", size));
      Variable y = Variable.constant(backend.allocate(size, size));
      results.add(y.value());
      products.add(backend.kernels().linear(x, w, null, y, Gradient.OVERWRITE));
    }
    double flops = 2.0 * size * size * size * REPETITIONS * backend.lanes();
    double best = 0;
    try (Lanes lanes = new Lanes(backend.lanes())) {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      do {
        long start = System.nanoTime();
        lanes.run(
            lane -> {
              for (int i = 0; i < REPETITIONS; i++) {
                products.get(lane).forward();
              }
              // Devices run beside the host: reading a number waits for them.
              results.get(lane).read(0, new float[1], 0, 1);
            });
        best = Math.max(best, flops / ((System.nanoTime() - start) / 1e9));
      } while (System.nanoTime() < end);
    }
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
