package kleiber.lm.bench;

import java.util.Arrays;
import java.util.List;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.training.TrainingModel;

/** Times whole training steps on random tokens. */
public final class StepBenchmark {
  private static final int MIN_STEPS = 5;

  private StepBenchmark() {}

  /**
   * What was measured.
   *
   * @param params all parameters
   * @param steps how many steps were timed; the first third is warm-up and not counted
   * @param msPerStep median milliseconds
   * @param tokensPerSecond at the median
   * @param sustainedTokensPerSecond over all counted steps, the slow ones too
   * @param flopsPerSecond exact FLOPs of {@link ModelSize} at the median
   * @param peakBytes tensor memory, all of it allocated before the first step
   */
  public record Result(
      long params,
      int steps,
      double msPerStep,
      double tokensPerSecond,
      double sustainedTokensPerSecond,
      double flopsPerSecond,
      long peakBytes) {}

  /** Trains with AdamW for about {@code seconds}. */
  public static Result run(Backend backend, ModelSpec spec, int sequences, double seconds) {
    OptimizerSpec adamW = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);
    return run(backend, spec, adamW, sequences, seconds, () -> {});
  }

  /**
   * The same with any optimiser, beside others.
   *
   * @param meet called before the first step
   */
  public static Result run(
      Backend backend,
      ModelSpec spec,
      OptimizerSpec optimizer,
      int sequences,
      double seconds,
      Runnable meet) {
    int length = spec.context();
    BatchLayout layout = BatchLayout.causal(length);
    int tokens = sequences * length;
    try (TrainingModel training =
        new TrainingModel(spec, backend, layout, sequences, optimizer, 0)) {
      Initializer.initialize(training.map(), training.values(), 1);
      Batch batch = new Batch(layout, sequences);
      fill(batch.get(Field.TOKENS), "inputs", spec.vocabulary());
      fill(batch.get(Field.TARGETS), "targets", spec.vocabulary());
      meet.run();
      double[] times = new double[1024];
      int steps = 0;
      long end = System.nanoTime() + (long) (seconds * 1e9);
      while (System.nanoTime() < end || steps < MIN_STEPS) {
        long start = System.nanoTime();
        training.step(List.of(batch), steps + 1, optimizer.lr());
        times = steps == times.length ? Arrays.copyOf(times, 2 * steps) : times;
        times[steps++] = (System.nanoTime() - start) / 1e9;
      }
      double[] counted = Arrays.copyOfRange(times, steps / 3, steps);
      Arrays.sort(counted);
      double median = counted[counted.length / 2];
      ModelSize size = ModelSize.of(spec);
      return new Result(
          size.totalParams(),
          steps,
          median * 1e3,
          tokens / median,
          tokens * counted.length / Arrays.stream(counted).sum(),
          size.flopsPerTokenExact() * tokens / median,
          backend.allocatedBytes());
    }
  }

  private static void fill(int[] tokens, String name, int vocabulary) {
    SeededStream stream = SeededStream.of(1, name);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (int) stream.below(i, vocabulary);
    }
  }
}
