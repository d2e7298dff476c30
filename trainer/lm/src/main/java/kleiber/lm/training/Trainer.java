package kleiber.lm.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kleiber.lm.batch.Batch;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.optim.OptimizerSpec;

/**
 * Optimisation steps of one run: draws a batch, accumulates gradients over micro-batches, clips,
 * and updates. Knows nothing of files.
 */
public final class Trainer {
  private final TrainConfig config;
  private final TrainingModel training;
  private final RunData data;
  private final RunLength length;
  private final double flopsPerToken;
  private final NoiseProbe probe;

  /** Null where no norms are logged. */
  private final NormProbe norms;

  private final List<Batch> microBatches = new ArrayList<>();
  private long step;
  private long sequences;

  /** Binds a run's parts; {@code training} hold one micro-batch. */
  public Trainer(
      TrainConfig config, TrainingModel training, RunData data, ModelSize size, RunLength length) {
    this.config = config;
    this.training = training;
    this.data = data;
    this.length = length;
    this.flopsPerToken = size.flopsPerTokenExact();
    this.probe = new NoiseProbe(training);
    this.norms = config.log().norms() > 0 ? training.normProbe() : null;
  }

  /**
   * A step and the rate it was taken with.
   *
   * @param step what it found
   * @param lr the learning rate
   * @param noise what the gradient noise scale follows from, where it was to be measured
   * @param norms sizes inside the model, where they were to be measured
   */
  public record StepResult(
      Step step, double lr, Optional<GradientNorms> noise, Optional<ModelNorms> norms) {}

  /** Continues from a checkpoint. */
  public void restore(TrainState state) {
    step = state.step();
    sequences = state.sequences();
    training.calls(state.calls());
  }

  /** Takes one step, unless loss or gradients are NaN or infinite. */
  public StepResult step() {
    OptimizerSpec optimizer = config.optimizer();
    List<Batch> batches = microBatches();
    for (Batch batch : batches) {
      data.train().readBatch(sequences, batch);
      sequences += batch.sequences();
    }
    double lr = optimizer.lr() * config.lrFraction(step + 1, tokens(), length);
    Optional<NoiseProbe.Part> part =
        due(config.log().noiseScale()) ? probe.measure(batches) : Optional.empty();
    NormProbe.Measured measured =
        due(config.log().norms())
            ? norms.step(batches, step + 1, lr)
            : new NormProbe.Measured(training.step(batches, step + 1, lr), Optional.empty());
    Step taken = measured.step();
    if (taken.isFinite()) {
      step++;
    }
    return new StepResult(
        taken, lr, part.map(small -> norms(small, batches, taken)), measured.norms());
  }

  /** Whether something of the next step is to be measured. */
  private boolean due(long every) {
    return every > 0 && (step + 1) % every == 0;
  }

  private static GradientNorms norms(NoiseProbe.Part part, List<Batch> batches, Step taken) {
    int all = batches.stream().mapToInt(Batch::sequences).sum();
    return new GradientNorms(part.sequences(), all, part.gradNorm(), taken.gradNorm());
  }

  /** The memory of the next step's micro-batches; there is more when a batch schedule rises. */
  private List<Batch> microBatches() {
    int sequencesPerBatch = config.batch().microSequences();
    int count = config.batch().sequencesAt(step, tokens()) / sequencesPerBatch;
    while (microBatches.size() < count) {
      microBatches.add(new Batch(data.layout(), sequencesPerBatch));
    }
    return microBatches.subList(0, count);
  }

  /** Steps done. */
  public long steps() {
    return step;
  }

  /** Steps planned. */
  public long totalSteps() {
    return length.steps();
  }

  /** Training sequences drawn. */
  public long sequences() {
    return sequences;
  }

  /** Training tokens seen. */
  public long tokens() {
    return sequences * data.layout().tokens();
  }

  /** Exact training FLOPs so far. */
  public double flops() {
    return flopsPerToken * tokens();
  }
}
