package kleiber.engine.backend.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Tensor;

/**
 * The flat gradients of all lanes: a buffer for each, or one for lanes next to each other where the
 * backend lets them add to the same. Clearing and adding up come in parts that lanes share out; the
 * parts depend on the size alone, and so does the norm for given gradients.
 */
final class GradientBuffers {
  private final int together;
  private final boolean overwritten;
  private final List<Tensor> buffers = new ArrayList<>();
  private final List<SharedGradients> sharing = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final double[] squares;

  private record Part(List<Runnable> fill, List<Runnable> add, DoubleSupplier sumOfSquares) {}

  GradientBuffers(LaneBackend backend, int size, int lanes) {
    this.together = backend.lanesPerGradient(size);
    this.overwritten = backend.overwritesGradients();
    for (int lane = 0; lane < lanes; lane += together) {
      buffers.add(backend.allocate(size));
      sharing.add(new SharedGradients(Math.min(together, lanes - lane)));
    }
    long length = backend.chunk(size);
    for (long at = 0; at < size; at += length) {
      parts.add(part(backend.kernels(), at, Math.min(length, size - at)));
    }
    this.squares = new double[parts.size()];
  }

  private Part part(Kernels kernels, long at, long size) {
    List<Tensor> slices = buffers.stream().map(buffer -> buffer.slice(at, size)).toList();
    Tensor sum = slices.get(0);
    return new Part(
        overwritten ? List.of() : slices.stream().map(slice -> kernels.fill(slice, 0f)).toList(),
        slices.stream().skip(1).map(slice -> kernels.add(sum, slice)).toList(),
        kernels.sumOfSquares(sum));
  }

  /** What {@code lane} adds to. */
  Tensor of(int lane) {
    return buffers.get(lane / together);
  }

  /** The side of {@code lane} among those that add to the same. */
  SharedGradients.Side side(int lane) {
    return sharing.get(lane / together).side(lane % together);
  }

  /** Ends all waiting for a lane that has failed. */
  void abandon(Throwable cause) {
    sharing.forEach(shared -> shared.abandon(cause));
  }

  /** The first buffer, the sum of all once every part is {@link #reduce reduced}. */
  Tensor sum() {
    return buffers.get(0);
  }

  /** How many parts there are. */
  int parts() {
    return parts.size();
  }

  /** Makes all buffers zero, as kernels that overwrite gradients see them. */
  void clear() {
    for (int i = 0; i < sharing.size(); i++) {
      sharing.get(i).clear();
    }
  }

  /** Whether {@link #clear} leaves it to the lanes to fill the parts. */
  boolean mustBeFilled() {
    return !overwritten;
  }

  /** Fills a part of all buffers with zeros. */
  void fill(int part) {
    run(parts.get(part).fill());
  }

  /** Adds a part of all buffers up, in the order of the lanes. */
  void reduce(int part) {
    run(parts.get(part).add());
    squares[part] = parts.get(part).sumOfSquares().getAsDouble();
  }

  private static void run(List<Runnable> steps) {
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
  }

  /** The global norm of the sum. */
  double norm() {
    double total = 0;
    for (double square : squares) {
      total += square;
    }
    return Math.sqrt(total);
  }
}
