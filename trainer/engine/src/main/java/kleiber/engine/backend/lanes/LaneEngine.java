package kleiber.engine.backend.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import kleiber.engine.backend.BoundModel;
import kleiber.engine.backend.Engine;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.Trainable;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * One model trained on all lanes of a backend: shared parameters and optimiser state, and for each
 * lane its own activations over its own sequences of the batch.
 *
 * <p>Gradients of the lanes are added in lane order, so a step repeats bit for bit with the same
 * number of lanes. The update and the norm come in parts that do not depend on the lanes, so both
 * are the same for any number. Dropout masks depend on the place in the whole batch, so they are
 * the same too.
 *
 * @param <B> a batch
 */
final class LaneEngine<B> implements Engine<B> {
  private final Trainable<B> model;
  private final Lanes lanes;
  private final Tensor values;
  private final GradientBuffers gradients;
  private final List<BatchPart> parts = new ArrayList<>();
  private final List<BoundModel<B>> replicas = new ArrayList<>();

  /** What {@link #evaluate} runs: the replicas without their dropout. */
  private final List<BoundModel<B>> evaluated;

  private final Optimizer optimizer;
  private final Optimizer.Update update = new Optimizer.Update();

  /** Counted targets of the step, for each of the losses. */
  private final long[] counts;

  /** What lanes do side by side, bound once so that a step allocates nothing. */
  private final IntConsumer filling;

  private final IntConsumer passing = this::pass;
  private final IntConsumer evaluating = this::evaluatePart;
  private final IntConsumer reducing;
  private final IntConsumer updating;
  private final IntConsumer finishing;

  private long passes;
  private double loss;
  private double norm;

  LaneEngine(LaneBackend backend, Trainable<B> model) {
    this.model = model;
    this.values = backend.allocate(model.parameters());
    int sequences = model.sequences();
    int count = Math.min(backend.lanes(), sequences);
    this.gradients = new GradientBuffers(backend, model.parameters(), count);
    int first = 0;
    for (int lane = 0; lane < count; lane++) {
      int share = sequences / count + (lane < sequences % count ? 1 : 0);
      BatchPart part = new BatchPart(first, share);
      Kernels kernels = backend.kernels(gradients.side(lane));
      Variable parameters = new Variable(values, gradients.of(lane));
      parts.add(part);
      replicas.add(model.bind(kernels, parameters, part, this::passes));
      first += share;
    }
    this.evaluated = replicas.stream().map(BoundModel::evaluated).toList();
    this.counts = new long[replica(0).losses().size()];
    this.optimizer =
        model.bindUpdate(
            new UpdateSpace(backend, backend.chunk(model.parameters()), count),
            new Variable(values, gradients.sum()));
    List<Optimizer.Part> updates = optimizer.parts();
    this.filling = new Dealt(count, gradients.parts(), gradients::fill);
    this.reducing = new Dealt(count, gradients.parts(), gradients::reduce);
    this.updating = new Dealt(count, updates.size(), i -> updates.get(i).apply(update));
    List<Optimizer.Part> after = optimizer.after();
    this.finishing = new Dealt(count, after.size(), i -> after.get(i).apply(update));
    // Last: nobody would end the threads of a model that does not fit in memory.
    this.lanes = new Lanes(count);
  }

  private BoundModel<B> replica(int lane) {
    return replicas.get(lane);
  }

  @Override
  public void backward(List<B> microBatches) {
    countTargets(microBatches);
    gradients.clear();
    if (gradients.mustBeFilled()) {
      lanes.run(filling);
    }
    double mean = 0;
    for (int batch = 0; batch < microBatches.size(); batch++) {
      load(replicas, microBatches.get(batch));
      lanes.run(passing);
      passes++;
      for (int i = 0; i < counts.length; i++) {
        mean += lossSum(i) / Math.max(1, counts[i]);
      }
    }
    lanes.run(reducing);
    loss = mean;
    norm = gradients.norm();
  }

  private void pass(int lane) {
    try {
      replica(lane).forward();
      replica(lane).backward();
    } catch (RuntimeException | Error e) {
      gradients.abandon(e);
      throw e;
    }
  }

  private void countTargets(List<B> microBatches) {
    model.countTargets(microBatches, counts);
    for (int lane = 0; lane < replicas.size(); lane++) {
      for (int i = 0; i < counts.length; i++) {
        replica(lane).losses().get(i).targetCount(counts[i]);
      }
    }
  }

  private void load(List<BoundModel<B>> models, B batch) {
    for (int lane = 0; lane < models.size(); lane++) {
      models.get(lane).load(batch);
    }
  }

  private double lossSum(int target) {
    double sum = 0;
    for (int lane = 0; lane < replicas.size(); lane++) {
      sum += replica(lane).losses().get(target).lossSum();
    }
    return sum;
  }

  @Override
  public void update(long number, double lr) {
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      double limit = model.clipNorm();
      update.set(number, lr, limit > 0 && norm > limit ? limit / norm : 1);
      lanes.run(updating);
      if (!optimizer.after().isEmpty()) {
        lanes.run(finishing);
      }
    }
  }

  @Override
  public void evaluate(B batch) {
    load(evaluated, batch);
    lanes.run(evaluating);
  }

  private void evaluatePart(int lane) {
    evaluated.get(lane).forward();
  }

  @Override
  public void readLosses(int loss, float[] nats) {
    int perSequence = nats.length / model.sequences();
    for (int lane = 0; lane < replicas.size(); lane++) {
      BatchPart part = parts.get(lane);
      float[] own = new float[part.sequences() * perSequence];
      evaluated.get(lane).losses().get(loss).readLosses(own);
      System.arraycopy(own, 0, nats, part.first() * perSequence, own.length);
    }
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public double norm() {
    return norm;
  }

  @Override
  public void exchange() {
    optimizer.exchange().run();
  }

  @Override
  public Tensor values() {
    return values;
  }

  @Override
  public Tensor gradients() {
    return gradients.sum();
  }

  @Override
  public Map<String, Tensor> optimizerState() {
    return optimizer.state();
  }

  @Override
  public long passes() {
    return passes;
  }

  @Override
  public void passes(long number) {
    passes = number;
  }

  @Override
  public void close() {
    lanes.close();
  }
}
