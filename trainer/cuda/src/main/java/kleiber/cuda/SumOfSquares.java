package kleiber.cuda;

import java.util.function.DoubleSupplier;
import kleiber.cuda.Launch.Grid;
import kleiber.engine.tensor.Tensor;

/** Σx² for the host: two passes and a wait. */
final class SumOfSquares implements DoubleSupplier {
  private static final int THREADS = 256;

  private final Numbers numbers;
  private final Launch partial;
  private final Launch total;
  private final int result;

  SumOfSquares(Card card, Tensor x) {
    this.numbers = card.numbers();
    this.result = numbers.newOutputs(1);
    int blocks = card.blocks(x.size());
    long sums = card.memory().allocate(8L * blocks);
    this.partial = card.step().squares(x, sums, blocks);
    this.total =
        card.launch(
            "step",
            "squares_total",
            Grid.of(1),
            THREADS,
            0,
            sums,
            blocks,
            numbers.outputAddress(result));
  }

  @Override
  public double getAsDouble() {
    partial.run();
    total.run();
    return numbers.get(result);
  }
}
