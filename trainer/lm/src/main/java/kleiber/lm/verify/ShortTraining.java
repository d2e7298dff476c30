package kleiber.lm.verify;

import java.util.Arrays;
import java.util.List;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.training.TrainingModel;

/** A small GPT-2 trained from the same start on the same tokens, whatever the backend. */
public final class ShortTraining {
  private static final int VOCABULARY = 64;
  private static final int SEQUENCES = 8;
  private static final ModelSpec MODEL = Architectures.gpt2(2, 4, 64, 64, VOCABULARY);
  private static final OptimizerSpec ADAMW = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);
  private static final int WARMUP = 20;

  private ShortTraining() {}

  /**
   * How it went.
   *
   * @param losses mean loss of every step, before its update
   * @param tokensPerSecond over the second half
   */
  public record Course(double[] losses, double tokensPerSecond) {
    /** The largest difference between the losses of the same step. */
    public double distance(Course other) {
      double largest = 0;
      for (int i = 0; i < losses.length; i++) {
        double difference = Math.abs(losses[i] - other.losses()[i]);
        largest =
            Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
      }
      return largest;
    }

    /** Mean loss of the last tenth. */
    public double end() {
      return Arrays.stream(losses)
          .skip(losses.length - Math.max(1, losses.length / 10))
          .average()
          .orElse(Double.NaN);
    }
  }

  /** Trains for {@code steps}. */
  public static Course run(Backend backend, int steps) {
    double[] losses = new double[steps];
    try (TrainingModel training = start(backend)) {
      Initializer.initialize(training.map(), training.values(), 1);
      train(training, 0, steps / 2, losses);
      long half = System.nanoTime();
      train(training, steps / 2, steps, losses);
      double seconds = (System.nanoTime() - half) / 1e9;
      int tokens = SEQUENCES * MODEL.context();
      return new Course(losses, (steps - steps / 2) * (double) tokens / seconds);
    }
  }

  /**
   * Whether {@code steps} in one go, and in two with parameters and optimiser state carried over to
   * new memory, end in the same parameters to the last bit.
   */
  public static boolean resumesExactly(Backend backend, int steps) {
    double[] losses = new double[steps];
    try (TrainingModel whole = start(backend);
        TrainingModel first = start(backend);
        TrainingModel second = start(backend)) {
      Initializer.initialize(whole.map(), whole.values(), 1);
      Initializer.initialize(first.map(), first.values(), 1);
      train(whole, 0, steps, losses);
      train(first, 0, steps / 2, losses);
      second.values().set(first.values().toArray());
      first
          .optimizerState()
          .forEach((name, state) -> second.optimizerState().get(name).set(state.toArray()));
      train(second, steps / 2, steps, losses);
      return Arrays.equals(whole.values().toArray(), second.values().toArray());
    }
  }

  private static TrainingModel start(Backend backend) {
    return new TrainingModel(
        MODEL, backend, BatchLayout.causal(MODEL.context()), SEQUENCES, ADAMW, 0);
  }

  private static void train(TrainingModel training, int from, int to, double[] losses) {
    Batch batch = new Batch(BatchLayout.causal(MODEL.context()), SEQUENCES);
    int tokens = SEQUENCES * MODEL.context();
    for (int step = from; step < to; step++) {
      int[] text = text(step, tokens + 1);
      System.arraycopy(text, 0, batch.get(Field.TOKENS), 0, tokens);
      System.arraycopy(text, 1, batch.get(Field.TARGETS), 0, tokens);
      double rate = ADAMW.lr() * Math.min(1, (step + 1.0) / WARMUP);
      losses[step] = training.step(List.of(batch), step + 1, rate).lossNats();
    }
  }

  /** Tokens that mostly follow from the one before, so that there is something to learn. */
  private static int[] text(int step, int length) {
    SeededStream stream = SeededStream.of(step, "verify");
    int[] text = new int[length];
    for (int i = 1; i < length; i++) {
      boolean follows = stream.below(2L * i, 4) > 0;
      text[i] =
          follows ? (5 * text[i - 1] + 3) % VOCABULARY : (int) stream.below(2L * i + 1, VOCABULARY);
    }
    return text;
  }
}
