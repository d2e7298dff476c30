package kleiber.cuda;

import java.util.List;
import java.util.Map;
import kleiber.engine.backend.BoundModel;
import kleiber.engine.backend.Engine;
import kleiber.engine.backend.Inference;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.Trainable;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * One model in training on a card. Loss, norm and clipping factor stay on the card, so a step is
 * one list of launches: one recording where it has one micro-batch, else one to begin, one for
 * every pass, and one for the update. The host waits once, for the loss.
 *
 * @param <B> a batch
 */
final class CudaEngine<B> implements Engine<B> {
  /** The scale of gradients that optimisers are told: their kernels read the card's own, too. */
  private static final double CLIPPED_BY_CARD = 1;

  private final Trainable<B> model;
  private final StepNumbers numbers;
  private final Variable parameters;
  private final BoundModel<B> bound;
  private final Inference<B> inference;
  private final Optimizer optimizer;
  private final Optimizer.Update update = new Optimizer.Update();
  private final long[] counts;
  private final Runnable measuring;
  private final Runnable beginning;
  private final Runnable passing;
  private final Runnable finishing;
  private final Runnable whole;
  private long passes;

  CudaEngine(CudaBackend backend, Trainable<B> model) {
    Card card = backend.card();
    this.model = model;
    this.numbers = card.step();
    int size = model.parameters();
    this.parameters = new Variable(backend.allocate(size), backend.allocate(size));
    Kernels kernels = backend.kernels();
    BatchPart all = new BatchPart(0, model.sequences());
    this.bound = model.bind(kernels, parameters, all, this::passes);
    this.optimizer = model.bindUpdate(new UpdateSpace(backend, Math.max(1, size), 1), parameters);
    this.counts = new long[bound.losses().size()];
    Runnable clip = numbers.clip(parameters.gradient(), model.clipNorm());
    Runnable begin = InOrder.of(kernels.fill(parameters.gradient(), 0f), numbers.begin());
    Runnable pass =
        InOrder.of(
            bound::forward,
            bound::backward,
            new InOrder(bound.losses().stream().map(numbers::addLoss).toList()));
    this.measuring = InOrder.of(clip, numbers.end());
    Runnable finish = InOrder.of(clip, this::applyParts, numbers.end());
    this.beginning = card.record(begin);
    this.passing = card.record(pass);
    this.finishing = card.record(finish);
    this.whole = card.record(InOrder.of(begin, pass, finish));
    this.inference = backend.inference(bound.evaluated());
  }

  @Override
  public void step(List<B> microBatches, long number, double lr) {
    countTargets(microBatches);
    update.set(number, lr, CLIPPED_BY_CARD);
    if (microBatches.size() == 1) {
      pass(microBatches, whole);
    } else {
      beginning.run();
      pass(microBatches, passing);
      finishing.run();
    }
    apply(optimizer.after());
  }

  private void pass(List<B> microBatches, Runnable launches) {
    for (int i = 0; i < microBatches.size(); i++) {
      bound.load(microBatches.get(i));
      launches.run();
      passes++;
    }
  }

  private void countTargets(List<B> microBatches) {
    model.countTargets(microBatches, counts);
    List<CrossEntropy> losses = bound.losses();
    for (int i = 0; i < counts.length; i++) {
      losses.get(i).targetCount(counts[i]);
    }
  }

  private void applyParts() {
    apply(optimizer.parts());
  }

  private void apply(List<Optimizer.Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).apply(update);
    }
  }

  @Override
  public void backward(List<B> microBatches) {
    countTargets(microBatches);
    beginning.run();
    pass(microBatches, passing);
    measuring.run();
  }

  /** Measures the norm once more: the recording is that of a step. */
  @Override
  public void update(long number, double lr) {
    update.set(number, lr, CLIPPED_BY_CARD);
    finishing.run();
    apply(optimizer.after());
  }

  @Override
  public void evaluate(B batch) {
    inference.evaluate(batch);
  }

  @Override
  public void readLosses(int loss, float[] nats) {
    inference.readLosses(loss, nats);
  }

  @Override
  public double loss() {
    return numbers.loss();
  }

  @Override
  public double norm() {
    return numbers.norm();
  }

  @Override
  public void exchange() {
    optimizer.exchange().run();
  }

  @Override
  public Tensor values() {
    return parameters.value();
  }

  @Override
  public Tensor gradients() {
    return parameters.gradient();
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

  /** Its memory and recordings are the backend's. */
  @Override
  public void close() {}
}
