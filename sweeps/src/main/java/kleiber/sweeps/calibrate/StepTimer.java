package kleiber.sweeps.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.bench.SideBySide;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.training.TrainingModel;

/**
 * Times the steps of a run on random tokens. Binding a model reserves its memory without touching
 * it, so what it will need is known before anything is used.
 */
final class StepTimer {
  private static final double WARMUP_SECONDS = 0.25;
  private static final double TIMED_SECONDS = 0.35;
  private static final int MIN_CALLS = 3;

  /** Of these times on a device, whose steps are short and of even length. */
  private static final double DEVICE_PART = 0.4;

  /** Whatever else a machine does can only lengthen a call. */
  private static final ToDoubleFunction<double[]> LOWER_QUARTILE =
      sorted -> sorted[sorted.length / 4];

  private StepTimer() {}

  /**
   * Measures a run beside {@code copies - 1} of itself, or as many as fit into memory, and alone.
   *
   * @param layout what each of its sequences holds
   * @param memoryLimit bytes of all together, above which nothing is timed
   */
  static StepCost measure(
      TrainConfig config, ModelSpec spec, BatchLayout layout, long memoryLimit, int copies)
      throws InterruptedException {
    StepCost alone = measure(config, spec, layout, memoryLimit, () -> {}, LOWER_QUARTILE);
    int fitting = (int) Math.min(copies, memoryLimit / Math.max(1, alone.memoryBytes()));
    if (fitting < 2 || !alone.isTimed()) {
      return alone;
    }
    List<StepCost> costs =
        SideBySide.run(
            fitting, meet -> measure(config, spec, layout, memoryLimit, meet, StepTimer::mean));
    return new StepCost(
        mean(costs, StepCost::accumulateSeconds),
        mean(costs, StepCost::updateSeconds),
        mean(costs, StepCost::evaluateSeconds),
        alone.memoryBytes(),
        alone.precision(),
        Math.min(1, alone.stepSeconds() / mean(costs, StepCost::stepSeconds)));
  }

  /**
   * Measures one run.
   *
   * @param layout what each of its sequences holds
   * @param memoryLimit bytes above which nothing is timed
   * @param meet called before the first step
   * @param typical of sorted times
   */
  private static StepCost measure(
      TrainConfig config,
      ModelSpec spec,
      BatchLayout layout,
      long memoryLimit,
      Runnable meet,
      ToDoubleFunction<double[]> typical) {
    Backends.Choice choice =
        Backends.find().open(config.backend(), config.precision(), config.threads(), spec.width());
    int sequences = config.batch().microSequences();
    try (Backend backend = choice.backend();
        TrainingModel training =
            new TrainingModel(spec, backend, layout, sequences, config.optimizer(), 0)) {
      long bytes = backend.allocatedBytes();
      if (bytes > memoryLimit) {
        return StepCost.untimed(bytes);
      }
      Batch batch = new Batch(layout, sequences);
      prepare(spec, training, batch);
      meet.run();
      return time(config, training, batch, choice, typical);
    }
  }

  private static void prepare(ModelSpec spec, TrainingModel training, Batch batch) {
    Initializer.initialize(training.map(), training.values(), 1);
    for (Field field : List.of(Field.TOKENS, Field.TARGETS, Field.SOURCE)) {
      if (batch.layout().fields().contains(field)) {
        fill(batch.get(field), field.name(), spec.vocabulary());
      }
    }
  }

  private static StepCost time(
      TrainConfig config,
      TrainingModel training,
      Batch batch,
      Backends.Choice choice,
      ToDoubleFunction<double[]> typical) {
    List<Batch> batches = List.of(batch);
    double lr = config.optimizer().lr();
    if (choice.backend().facts().isPresent()) {
      // A device that records steps is timed by whole ones: their parts alone are not recorded.
      Runnable step = () -> training.step(batches, 1, lr);
      seconds(step, DEVICE_PART * WARMUP_SECONDS, typical);
      return new StepCost(
          seconds(step, DEVICE_PART * TIMED_SECONDS, typical),
          0,
          seconds(() -> training.evaluate(batch), DEVICE_PART * TIMED_SECONDS / 3, typical),
          choice.backend().allocatedBytes(),
          choice.precision().label(),
          1);
    }
    Runnable backward = () -> training.backward(batches);
    Runnable update = () -> training.update(1, lr);
    seconds(backward, WARMUP_SECONDS, typical);
    return new StepCost(
        seconds(backward, TIMED_SECONDS, typical),
        seconds(update, TIMED_SECONDS / 3, typical),
        seconds(() -> training.evaluate(batch), TIMED_SECONDS / 3, typical),
        choice.backend().allocatedBytes(),
        choice.precision().label(),
        1);
  }

  /** Neighbours on a GPU take turns: how long a call waits for its own is a part of it. */
  private static double mean(double[] sorted) {
    return Arrays.stream(sorted).average().orElseThrow();
  }

  private static double mean(List<StepCost> costs, ToDoubleFunction<StepCost> part) {
    return mean(costs.stream().mapToDouble(part).toArray());
  }

  /** What {@code task} takes, over as many calls as fit into {@code budget} seconds. */
  private static double seconds(Runnable task, double budget, ToDoubleFunction<double[]> typical) {
    double[] times = new double[4096];
    int count = 0;
    long end = System.nanoTime() + (long) (budget * 1e9);
    for (long start = System.nanoTime(); count < times.length; start = System.nanoTime()) {
      if (start > end && count >= MIN_CALLS) {
        break;
      }
      task.run();
      times[count++] = (System.nanoTime() - start) / 1e9;
    }
    double[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return typical.applyAsDouble(sorted);
  }

  private static void fill(int[] tokens, String name, int vocabulary) {
    SeededStream stream = SeededStream.of(1, name);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (int) stream.below(i, vocabulary);
    }
  }
}
