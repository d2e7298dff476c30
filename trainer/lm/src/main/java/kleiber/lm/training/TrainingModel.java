package kleiber.lm.training;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Engine;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;

/**
 * A language model in training: names for what is in the flat buffers of the {@link Engine} that
 * does the work, and losses by the fields that they are taken against.
 */
public final class TrainingModel implements Scorer, AutoCloseable {
  private final ModelSpec spec;
  private final Backend backend;
  private final BatchLayout layout;
  private final ParameterMap map;
  private final List<Field> targets;
  private final int sequences;
  private final Engine<Batch> engine;

  /**
   * Binds everything; nothing is allocated afterwards.
   *
   * @param layout of the batches
   * @param sequences B of a micro-batch
   * @param optimizer the update
   * @param dropoutSeed seed of the dropout stream
   */
  public TrainingModel(
      ModelSpec spec,
      Backend backend,
      BatchLayout layout,
      int sequences,
      OptimizerSpec optimizer,
      long dropoutSeed) {
    this.spec = spec;
    this.backend = backend;
    this.layout = layout;
    this.map = ParameterMap.of(spec);
    this.targets = List.copyOf(layout.targets());
    this.sequences = sequences;
    this.engine =
        backend.engine(
            new ModelBinding(
                spec, backend, map, layout, targets, sequences, optimizer, dropoutSeed));
  }

  /**
   * A whole step: passes over the micro-batches, clipping to the optimiser's norm, and the update
   * unless loss or norm are NaN or infinite.
   *
   * @param number of the step, from 1
   * @param lr learning rate
   * @throws KleiberException when no token is to be predicted in any of them
   */
  public Step step(List<Batch> microBatches, long number, double lr) {
    engine.step(microBatches, number, lr);
    return new Step(engine.loss(), engine.norm());
  }

  /**
   * The passes of a step alone.
   *
   * @return the loss in nats, each of its parts a mean over the counted targets of the whole step
   * @throws KleiberException when no token is to be predicted in the whole step
   */
  public double backward(List<Batch> microBatches) {
    engine.backward(microBatches);
    return engine.loss();
  }

  /**
   * The update of a step alone.
   *
   * @param number of the step, from 1
   * @param lr learning rate
   */
  public void update(long number, double lr) {
    engine.update(number, lr);
  }

  /** The global norm of the last step's gradients before clipping. */
  public double norm() {
    return engine.norm();
  }

  @Override
  public int sequencesPerCall() {
    return sequences;
  }

  @Override
  public void evaluate(Batch batch) {
    engine.evaluate(batch);
  }

  @Override
  public void readLosses(Field field, float[] losses) {
    engine.readLosses(targets.indexOf(field), losses);
  }

  /**
   * Does something with the weights that are to be evaluated and kept: where the optimiser
   * averages, these are others than the trained ones, which it finds unchanged afterwards.
   */
  public <T> T withEvaluatedWeights(Supplier<T> use) {
    engine.exchange();
    try {
      return use.get();
    } finally {
      engine.exchange();
    }
  }

  /** What its batches hold. */
  BatchLayout layout() {
    return layout;
  }

  /**
   * Reads activations at the weights that are trained, in memory of its own.
   *
   * @param sequences B of the batches that it takes
   */
  ActivationReader reader(int sequences) {
    return new ActivationReader(spec, backend, engine.values(), layout, sequences);
  }

  /** What measures norms of its steps. */
  NormProbe normProbe() {
    return new NormProbe(this, spec);
  }

  /** The names and places of the parameters. */
  public ParameterMap map() {
    return map;
  }

  /** All parameters, flat. */
  public Tensor values() {
    return engine.values();
  }

  /** All gradients of the last step, flat. */
  public Tensor gradients() {
    return engine.gradients();
  }

  /** What the optimiser remembers, by the name it has in a checkpoint. */
  public Map<String, Tensor> optimizerState() {
    return engine.optimizerState();
  }

  /** Micro-batches trained on so far: what dropout masks depend on. */
  public long calls() {
    return engine.passes();
  }

  /** Continues counting from a checkpoint. */
  public void calls(long calls) {
    engine.passes(calls);
  }

  @Override
  public void close() {
    engine.close();
  }
}
