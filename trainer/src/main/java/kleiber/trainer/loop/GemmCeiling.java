package kleiber.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * The rate of one large matrix product on every lane at once: the most that a training step, which
 * is mostly matrix products, can hope for.
 */
public final class GemmCeiling {
  private static final int SIZE = 1024;
  private static final int REPETITIONS = 4;

  private GemmCeiling() {}

  /** FLOPs a second in the backend's precision, the best of what fits in {@code seconds}. */
  public static double flopsPerSecond(Backend backend, double seconds) {
    List<Op> products = new ArrayList<>();
    for (int lane = 0; lane < backend.lanes(); lane++) {
      Variable x = Variable.constant(ones(backend));
      Variable w = Variable.constant(ones(backend));
      Variable y = Variable.constant(backend.allocate(SIZE, SIZE));
      products.add(backend.kernels().linear(x, w, null, y, Gradient.OVERWRITE));
    }
    double flops = 2.0 * SIZE * SIZE * SIZE * REPETITIONS * backend.lanes();
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
            });
        best = Math.max(best, flops / ((System.nanoTime() - start) / 1e9));
      } while (System.nanoTime() < end);
    }
    return best;
  }

  private static Tensor ones(Backend backend) {
    Tensor matrix = backend.allocate(SIZE, SIZE);
    backend.kernels().fill(matrix, 1f).run();
    return matrix;
  }
}
