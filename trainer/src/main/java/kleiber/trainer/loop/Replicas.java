package kleiber.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import kleiber.trainer.batch.Batch;
import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.kernels.SharedGradients;
import kleiber.trainer.model.Dropouts;
import kleiber.trainer.model.LanguageModel;
import kleiber.trainer.model.Loss;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ParameterMap;
import kleiber.trainer.model.Parameters;
import kleiber.trainer.optim.Optimizer;
import kleiber.trainer.optim.OptimizerSpec;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * One model trained on all lanes of a backend: shared parameters and optimiser state, and for each
 * lane its own activations, over its own sequences of the batch. Gradients are those of one lane or
 * of as many as the backend lets share them.
 *
 * <p>Gradients of the lanes are added in lane order, so a step repeats bit for bit with the same
 * number of lanes. The update and the norm come in parts that do not depend on the lanes, so both
 * are the same for any number.
 */
public final class Replicas implements AutoCloseable {
  private final Backend backend;
  private final Lanes lanes;
  private final ParameterMap map;
  private final Tensor values;
  private final Optimizer optimizer;
  private final List<Replica> replicas = new ArrayList<>();

  /** Flat gradients, each of lanes next to each other; the first becomes the sum of all. */
  private final List<Tensor> gradients = new ArrayList<>();

  private final List<SharedGradients> sharing = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private final List<Field> targets;

  /** Counted targets of the step, for each of {@link #targets}. */
  private final long[] counts;

  private final double[] squares;

  /** What lanes do side by side, bound once so that a step allocates nothing. */
  private final IntConsumer clearing;

  private final IntConsumer passing = this::pass;
  private final IntConsumer reducing;
  private final IntConsumer updating;
  private Optimizer.Update update;
  private long call;

  /** A lane's model with the inputs of its share of the batch. */
  private record Replica(LanguageModel model, Batch batch, List<CrossEntropy> losses) {}

  /** A part of the flat gradients: how to clear and to add up all buffers, and its norm. */
  private record Chunk(Runnable clear, Runnable reduce, DoubleSupplier sumOfSquares) {}

  /**
   * Binds everything; nothing is allocated afterwards.
   *
   * @param layout of the batches
   * @param sequences B of a micro-batch, split over the lanes
   * @param optimizer the update
   * @param dropoutSeed seed of the dropout stream
   */
  public Replicas(
      ModelSpec spec,
      Backend backend,
      BatchLayout layout,
      int sequences,
      OptimizerSpec optimizer,
      long dropoutSeed) {
    this.backend = backend;
    this.map = ParameterMap.of(spec);
    this.values = backend.allocate(Math.toIntExact(map.size()));
    int count = Math.min(backend.lanes(), sequences);
    this.lanes = new Lanes(count);
    int together = backend.lanesPerGradient(map.size());
    for (int lane = 0; lane < count; lane++) {
      int share = sequences / count + (lane < sequences % count ? 1 : 0);
      if (lane % together == 0) {
        gradients.add(backend.allocate(Math.toIntExact(map.size())));
        sharing.add(new SharedGradients(Math.min(together, count - lane)));
      }
      Tensor gradient = gradients.get(lane / together);
      Kernels kernels = backend.kernels(sharing.get(lane / together).side(lane % together));
      Parameters parameters = new Parameters(map, new Variable(values, gradient));
      Dropouts dropouts = new Dropouts(dropoutSeed + lane, () -> call);
      LanguageModel model =
          new LanguageModel(spec, backend, kernels, parameters, layout, share, dropouts);
      List<CrossEntropy> losses =
          layout.targets().stream().map(field -> loss(model, field)).toList();
      replicas.add(new Replica(model, new Batch(layout, share), losses));
    }
    long chunk = backend.chunk(map.size());
    for (long at = 0; at < map.size(); at += chunk) {
      bindChunk(at, Math.min(chunk, map.size() - at));
    }
    this.optimizer = optimizer.bind(backend, map, new Variable(values, gradients()));
    this.targets = List.copyOf(layout.targets());
    this.counts = new long[targets.size()];
    this.squares = new double[chunks.size()];
    List<Optimizer.Part> parts = this.optimizer.parts();
    this.clearing = new Dealt(count, chunks.size(), i -> chunks.get(i).clear().run());
    this.reducing = new Dealt(count, chunks.size(), this::reduce);
    this.updating = new Dealt(count, parts.size(), i -> parts.get(i).apply(update));
  }

  private void bindChunk(long at, long size) {
    Kernels kernels = backend.kernels();
    Tensor sum = gradients().slice(at, size);
    List<Runnable> clear = new ArrayList<>();
    List<Runnable> reduce = new ArrayList<>();
    for (Tensor buffer : gradients) {
      Tensor part = buffer.slice(at, size);
      clear.add(kernels.fill(part, 0f));
      if (buffer != gradients()) {
        reduce.add(kernels.add(sum, part));
      }
    }
    chunks.add(
        new Chunk(
            () -> clear.forEach(Runnable::run),
            () -> reduce.forEach(Runnable::run),
            kernels.sumOfSquares(sum)));
  }

  /**
   * Forward and backward passes over the micro-batches of one step; gradients start from zero.
   *
   * @return the loss in nats, each of its parts a mean over the counted targets of the whole step
   */
  public double backward(List<Batch> microBatches) {
    lanes.run(clearing);
    for (int i = 0; i < counts.length; i++) {
      counts[i] = targetCount(microBatches, targets.get(i));
      for (int lane = 0; lane < replicas.size(); lane++) {
        replicas.get(lane).losses().get(i).targetCount(counts[i]);
      }
    }
    double mean = 0;
    for (int batch = 0; batch < microBatches.size(); batch++) {
      scatter(microBatches.get(batch));
      lanes.run(passing);
      call++;
      for (int i = 0; i < counts.length; i++) {
        mean += lossSum(i) / Math.max(1, counts[i]);
      }
    }
    return mean;
  }

  private void pass(int lane) {
    try {
      replicas.get(lane).model().forward();
      replicas.get(lane).model().backward();
    } catch (RuntimeException | Error e) {
      sharing.forEach(shared -> shared.abandon(e));
      throw e;
    }
  }

  private static long targetCount(List<Batch> microBatches, Field field) {
    long count = 0;
    for (int i = 0; i < microBatches.size(); i++) {
      count += microBatches.get(i).targetCount(field);
    }
    return count;
  }

  /** A forward pass over one micro-batch; its losses are read after it. */
  public void evaluate(Batch batch) {
    scatter(batch);
    lanes.run(lane -> replicas.get(lane).model().forward());
  }

  /** Losses of single targets of the last micro-batch, in nats, in the order of its field. */
  public void readLosses(Field field, float[] losses) {
    int at = 0;
    for (Replica replica : replicas) {
      float[] part = new float[replica.batch().get(field).length];
      replica.losses().get(targets.indexOf(field)).readLosses(part);
      System.arraycopy(part, 0, losses, at, part.length);
      at += part.length;
    }
  }

  private void scatter(Batch batch) {
    int first = 0;
    for (int lane = 0; lane < replicas.size(); lane++) {
      Replica replica = replicas.get(lane);
      replica.batch().copyFrom(batch, first);
      replica.model().load(replica.batch());
      first += replica.batch().sequences();
    }
  }

  private double lossSum(int target) {
    double sum = 0;
    for (int lane = 0; lane < replicas.size(); lane++) {
      sum += replicas.get(lane).losses().get(target).lossSum();
    }
    return sum;
  }

  private static CrossEntropy loss(LanguageModel model, Field targets) {
    for (Loss loss : model.losses()) {
      if (loss.targets() == targets) {
        return loss.op();
      }
    }
    throw new IllegalArgumentException("no loss against " + targets);
  }

  /** Adds the lanes' gradients up and returns their global norm. */
  public double reduceGradients() {
    lanes.run(reducing);
    double total = 0;
    for (double square : squares) {
      total += square;
    }
    return Math.sqrt(total);
  }

  private void reduce(int index) {
    Chunk chunk = chunks.get(index);
    chunk.reduce().run();
    squares[index] = chunk.sumOfSquares().getAsDouble();
  }

  /** One update of all parameters from the reduced gradients. */
  public void update(Optimizer.Update next) {
    update = next;
    lanes.run(updating);
  }

  /** Tasks 0 to {@code count} − 1, dealt out to {@code lanes} in turn. */
  private record Dealt(int lanes, int count, IntConsumer task) implements IntConsumer {
    @Override
    public void accept(int lane) {
      for (int i = lane; i < count; i += lanes) {
        task.accept(i);
      }
    }
  }

  /** The names and places of the parameters. */
  public ParameterMap map() {
    return map;
  }

  /** All parameters, flat. */
  public Tensor values() {
    return values;
  }

  /** All gradients, flat, valid from {@link #reduceGradients} to the next step. */
  public Tensor gradients() {
    return gradients.get(0);
  }

  /** What the optimiser remembers, by the name it has in a checkpoint. */
  public Map<String, Tensor> optimizerState() {
    return optimizer.state();
  }

  /** Sequences of a micro-batch. */
  public int sequencesPerCall() {
    return replicas.stream().mapToInt(replica -> replica.batch().sequences()).sum();
  }

  /** Micro-batches trained on so far: what dropout masks depend on. */
  public long calls() {
    return call;
  }

  /** Continues counting from a checkpoint. */
  public void calls(long calls) {
    this.call = calls;
  }

  @Override
  public void close() {
    lanes.close();
  }
}
