package kleiber.cuda;

import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.tensor.Tensor;

/** Loss, norm, factor and finiteness of a step on the card; {@code step.cu} computes them. */
final class StepNumbers {
  private static final String FILE = "step";
  private static final int LOSS = 0;
  private static final int NORM = 1;
  private static final int COUNT = 4;
  private static final int THREADS = 256;

  private final Card card;
  private final int first;

  StepNumbers(Card card) {
    this.card = card;
    this.first = card.numbers().newOutputs(COUNT);
    end().run();
  }

  /** Where optimisers find the step's factor and finiteness. */
  long address() {
    return card.numbers().outputAddress(first);
  }

  /** The step's loss becomes 0. */
  Runnable begin() {
    return card.launch(FILE, "step_begin", Grid.of(1), 1, 0, address());
  }

  /** Adds a loss's last sum, divided by its target count, to the step's loss. */
  Runnable addLoss(CrossEntropy loss) {
    CudaCrossEntropy own = (CudaCrossEntropy) loss;
    return card.launch(
        FILE, "step_add_loss", Grid.of(1), 1, 0, address(), own.sumAddress(), own.countAddress());
  }

  /**
   * The global norm of the gradients, and the factor that clipping leaves of them.
   *
   * @param limit largest norm, 0 for no clipping
   */
  Runnable clip(Tensor gradients, double limit) {
    int blocks = card.blocks(gradients.size());
    long partial = card.memory().allocate(8L * blocks);
    Launch squares = squares(gradients, partial, blocks);
    Launch clip =
        card.launch(FILE, "step_clip", Grid.of(1), THREADS, 0, partial, blocks, address(), limit);
    return InOrder.of(squares, clip);
  }

  /** Partial sums of squares, one a block, into {@code partial}. */
  Launch squares(Tensor x, long partial, int blocks) {
    return card.launch(
        FILE,
        "squares_partial",
        Grid.of(blocks),
        THREADS,
        0,
        CudaTensor.vector(x),
        partial,
        x.size());
  }

  /** After the update. */
  Runnable end() {
    return card.launch(FILE, "step_end", Grid.of(1), 1, 0, address());
  }

  /** The loss of the last step in nats; waits for it. */
  double loss() {
    return card.numbers().get(first + LOSS);
  }

  /** The global norm of the last step's gradients before clipping; waits for it. */
  double norm() {
    return card.numbers().get(first + NORM);
  }
}
