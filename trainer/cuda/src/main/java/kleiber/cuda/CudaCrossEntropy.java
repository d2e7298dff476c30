package kleiber.cuda;

import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Cross-entropy, one block a row: {@code cross_entropy.cu}. */
final class CudaCrossEntropy implements CrossEntropy {
  private static final String FILE = "cross_entropy";
  private static final int WARP = 32;
  private static final int MOST_THREADS = 512;
  private static final int TOTAL_THREADS = 1024;

  private final Card card;
  private final long losses;
  private final int sum;
  private final int count;
  private final Launch perRow;
  private final Launch total;
  private final Runnable backward;

  CudaCrossEntropy(Card card, Variable logits, Tensor targets, double zLoss) {
    this.card = card;
    int rows = logits.value().rows();
    int vocabulary = logits.value().columns();
    this.sum = card.numbers().newOutputs(1);
    this.count = card.numbers().newInputs(1);
    targetCount(rows);
    this.losses = card.memory().allocate(4L * rows);
    long logSums = card.memory().allocate(4L * rows);
    long z = CudaTensor.vector(logits.value());
    long labels = CudaTensor.vector(targets);
    int threads = Math.min(MOST_THREADS, (vocabulary + WARP - 1) / WARP * WARP);
    this.perRow =
        card.launch(
            FILE,
            "cross_entropy_forward",
            Grid.of(rows),
            threads,
            0,
            z,
            labels,
            losses,
            logSums,
            vocabulary);
    this.total =
        card.launch(
            FILE,
            "cross_entropy_total",
            Grid.of(1),
            TOTAL_THREADS,
            0,
            losses,
            logSums,
            labels,
            sumAddress(),
            rows,
            zLoss);
    this.backward =
        logits.hasGradient()
            ? card.launch(
                FILE,
                "cross_entropy_backward",
                Grid.of(rows),
                threads,
                0,
                z,
                labels,
                logSums,
                countAddress(),
                CudaTensor.vector(logits.gradient()),
                vocabulary,
                (float) zLoss)
            : () -> {};
  }

  /** Where the sum of losses is on the card. */
  long sumAddress() {
    return card.numbers().outputAddress(sum);
  }

  /** Where the count of targets is on the card. */
  long countAddress() {
    return card.numbers().inputAddress(count);
  }

  @Override
  public void targetCount(long targets) {
    card.numbers().set(count, (double) Math.max(1, targets));
  }

  @Override
  public void forward() {
    perRow.run();
    total.run();
  }

  @Override
  public void backward() {
    backward.run();
  }

  @Override
  public double lossSum() {
    return card.numbers().get(sum);
  }

  @Override
  public void readLosses(float[] target) {
    card.uploads().read(losses, target, 0, target.length);
  }
}
