package kleiber.cuda;

import kleiber.engine.kernels.Dropout;

/**
 * What kernels need to draw a dropout layer's mask themselves: the arguments of {@code Mask} in
 * {@code kleiber.cuh}, of which the number of the call lies on the card.
 */
final class DropoutCall {
  private final Numbers numbers;
  private final Dropout dropout;
  private final int input;

  /** Kernels draw masks from the first sequence on: a card has whole micro-batches. */
  DropoutCall(Numbers numbers, Dropout dropout) {
    if (dropout.part().first() != 0) {
      throw new IllegalArgumentException("a card takes whole micro-batches");
    }
    this.numbers = numbers;
    this.dropout = dropout;
    this.input = numbers.newInputs(1);
  }

  long seed() {
    return dropout.seed();
  }

  /** Where the number of the call is. */
  long address() {
    return numbers.inputAddress(input);
  }

  /** Draws below this are zeros. */
  long threshold() {
    return dropout.threshold();
  }

  float kept() {
    return dropout.kept();
  }

  /** Sets the number of the call. */
  void set() {
    numbers.set(input, dropout.call().getAsLong());
  }

  /** Sets the number of the call, then runs. */
  Runnable before(Runnable launch) {
    return () -> {
      set();
      launch.run();
    };
  }
}
