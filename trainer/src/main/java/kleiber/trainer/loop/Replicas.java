package kleiber.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.model.Decoder;
import kleiber.trainer.model.Dropouts;
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
 * lane its own activations and gradients over its own sequences of the batch.
 *
 * <p>Gradients of the lanes are added in lane order, so a step repeats bit for bit with the same
 * number of lanes. The update and the norm come in parts that do not depend on the lanes, so both
 * are the same for any number.
 */
public final class Replicas implements AutoCloseable {
  /** Elements of a chunk of the flat buffers: what one lane reduces and sums at a time. */
  private static final long CHUNK = 1 << 16;

  private final Backend backend;
  private final Lanes lanes;
  private final ParameterMap map;
  private final Tensor values;
  private final Optimizer optimizer;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private final int length;
  private long call;

  /** A lane's model with the inputs of its share of the batch. */
  private record Replica(
      Decoder decoder, Tensor gradients, Runnable clear, int[] inputs, int[] targets) {}

  /** A part of the flat gradients: its reduction over lanes and its norm. */
  private record Chunk(List<Runnable> reduce, DoubleSupplier sumOfSquares) {}

  /**
   * Binds everything; nothing is allocated afterwards.
   *
   * @param sequences B of one call of {@link #accumulate}, split over the lanes
   * @param length T
   * @param optimizer the update and the z-loss
   * @param dropoutSeed seed of the dropout stream
   */
  public Replicas(
      ModelSpec spec,
      Backend backend,
      int sequences,
      int length,
      OptimizerSpec optimizer,
      long dropoutSeed) {
    this.backend = backend;
    this.length = length;
    this.map = ParameterMap.of(spec);
    this.values = backend.allocate(Math.toIntExact(map.size()));
    int count = Math.min(backend.lanes(), sequences);
    this.lanes = new Lanes(count);
    for (int lane = 0; lane < count; lane++) {
      int share = sequences / count + (lane < sequences % count ? 1 : 0);
      Tensor gradients = backend.allocate(Math.toIntExact(map.size()));
      Kernels kernels = backend.kernels();
      Parameters parameters = new Parameters(map, new Variable(values, gradients));
      Dropouts dropouts = new Dropouts(spec.dropout(), dropoutSeed + lane, () -> call);
      Decoder decoder =
          new Decoder(
              spec, backend, kernels, parameters, share, length, optimizer.zLoss(), dropouts);
      replicas.add(
          new Replica(
              decoder,
              gradients,
              kernels.fill(gradients, 0f),
              new int[share * length],
              new int[share * length]));
    }
    for (long at = 0; at < map.size(); at += CHUNK) {
      bindChunk(at, Math.min(CHUNK, map.size() - at));
    }
    this.optimizer = optimizer.bind(backend, map, new Variable(values, gradients()));
  }

  private void bindChunk(long at, long size) {
    Kernels kernels = backend.kernels();
    Tensor gradient = gradients().slice(at, size);
    List<Runnable> reduce = new ArrayList<>();
    for (int lane = 1; lane < replicas.size(); lane++) {
      reduce.add(kernels.add(gradient, replicas.get(lane).gradients().slice(at, size)));
    }
    chunks.add(new Chunk(reduce, kernels.sumOfSquares(gradient)));
  }

  /** Sets all gradients to zero: the beginning of a step. */
  public void clearGradients() {
    lanes.run(lane -> replicas.get(lane).clear().run());
  }

  /**
   * Adds the gradients of one micro-batch.
   *
   * @param inputs [B, T] flat
   * @param targets [B, T] flat, -1 where ignored
   * @param targetCount counted targets of the whole step, that the mean is over
   * @return the sum of losses in nats
   */
  public double accumulate(int[] inputs, int[] targets, long targetCount) {
    scatter(inputs, targets);
    lanes.run(
        lane -> {
          Decoder decoder = replicas.get(lane).decoder();
          decoder.loss().targetCount(targetCount);
          decoder.forward();
          decoder.backward();
        });
    call++;
    return lossSum();
  }

  /** The sum of losses in nats of one micro-batch, without gradients. */
  public double evaluate(int[] inputs, int[] targets) {
    scatter(inputs, targets);
    lanes.run(lane -> replicas.get(lane).decoder().forward());
    return lossSum();
  }

  /** Losses of single targets of the last call, in nats, in the order of its batch. */
  public void readLosses(float[] losses) {
    int at = 0;
    for (Replica replica : replicas) {
      float[] part = new float[replica.inputs().length];
      replica.decoder().loss().readLosses(part);
      System.arraycopy(part, 0, losses, at, part.length);
      at += part.length;
    }
  }

  private void scatter(int[] inputs, int[] targets) {
    int at = 0;
    for (Replica replica : replicas) {
      int count = replica.inputs().length;
      System.arraycopy(inputs, at, replica.inputs(), 0, count);
      System.arraycopy(targets, at, replica.targets(), 0, count);
      replica.decoder().load(replica.inputs(), replica.targets());
      at += count;
    }
  }

  private double lossSum() {
    double sum = 0;
    for (Replica replica : replicas) {
      sum += replica.decoder().loss().lossSum();
    }
    return sum;
  }

  /** Adds the lanes' gradients up and returns their global norm. */
  public double reduceGradients() {
    double[] squares = new double[chunks.size()];
    share(
        chunks.size(),
        i -> {
          Chunk chunk = chunks.get(i);
          for (Runnable add : chunk.reduce()) {
            add.run();
          }
          squares[i] = chunk.sumOfSquares().getAsDouble();
        });
    double total = 0;
    for (double square : squares) {
      total += square;
    }
    return Math.sqrt(total);
  }

  /** One update of all parameters from the reduced gradients. */
  public void update(Optimizer.Update update) {
    share(optimizer.parts().size(), i -> optimizer.parts().get(i).apply(update));
  }

  /** Runs tasks 0 to {@code count} − 1, dealt out to the lanes in turn. */
  private void share(int count, IntConsumer task) {
    lanes.run(
        lane -> {
          for (int i = lane; i < count; i += lanes.count()) {
            task.accept(i);
          }
        });
  }

  /** The names and places of the parameters. */
  public ParameterMap map() {
    return map;
  }

  /** All parameters, flat. */
  public Tensor values() {
    return values;
  }

  /** All gradients, flat, valid between {@link #reduceGradients} and {@link #clearGradients}. */
  public Tensor gradients() {
    return replicas.get(0).gradients();
  }

  /** What the optimiser remembers, by the name it has in a checkpoint. */
  public Map<String, Tensor> optimizerState() {
    return optimizer.state();
  }

  /** Tokens of one {@link #accumulate} call. */
  public int tokensPerCall() {
    int tokens = 0;
    for (Replica replica : replicas) {
      tokens += replica.inputs().length;
    }
    return tokens;
  }

  /** The number of {@link #accumulate} calls so far: what dropout masks depend on. */
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
