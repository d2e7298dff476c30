package kleiber.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import kleiber.trainer.KleiberException;
import kleiber.trainer.backend.Backend;
import kleiber.trainer.batch.Batch;
import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.DeviceSteps;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.model.Dropouts;
import kleiber.trainer.model.LanguageModel;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ParameterMap;
import kleiber.trainer.model.Parameters;
import kleiber.trainer.optim.Optimizer;
import kleiber.trainer.optim.OptimizerSpec;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * One model trained on all lanes of a backend: shared parameters and optimiser state, and for each
 * lane its own activations over its own sequences of the batch.
 *
 * <p>Gradients of the lanes are added in lane order, so a step repeats bit for bit with the same
 * number of lanes. The update and the norm come in parts that do not depend on the lanes, so both
 * are the same for any number.
 */
public final class Replicas implements Scorer, AutoCloseable {
  private final Backend backend;
  private final Lanes lanes;
  private final ParameterMap map;
  private final Tensor values;
  private final GradientBuffers gradients;
  private final Optimizer optimizer;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<Field> targets;

  /** Counted targets of the step, for each of {@link #targets}. */
  private final long[] counts;

  /** What lanes do side by side, bound once so that a step allocates nothing. */
  private final IntConsumer filling;

  private final IntConsumer passing = this::pass;
  private final IntConsumer reducing;
  private final IntConsumer updating;
  private final double clipNorm;

  /** Where the device takes whole steps by itself, such a step; else null. */
  private final RecordedStep recorded;

  private Optimizer.Update update;
  private long call;

  /** A lane's model with its losses, that of the first target field first. */
  private record Replica(LanguageModel model, List<CrossEntropy> losses) {
    Batch batch() {
      return model.batch();
    }
  }

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
    this.values = backend.allocate(map.flatSize());
    int count = Math.min(backend.lanes(), sequences);
    this.lanes = new Lanes(count);
    this.gradients = new GradientBuffers(backend, map.flatSize(), count);
    for (int lane = 0; lane < count; lane++) {
      int share = sequences / count + (lane < sequences % count ? 1 : 0);
      Kernels kernels = backend.kernels(gradients.side(lane));
      Parameters parameters = new Parameters(map, new Variable(values, gradients.of(lane)));
      Dropouts dropouts = new Dropouts(dropoutSeed + lane, () -> call);
      LanguageModel model =
          new LanguageModel(spec, backend, kernels, parameters, layout, share, dropouts);
      List<CrossEntropy> losses = layout.targets().stream().map(model::loss).toList();
      replicas.add(new Replica(model, losses));
    }
    this.optimizer = optimizer.bind(backend, map, new Variable(values, gradients()));
    this.targets = List.copyOf(layout.targets());
    this.counts = new long[targets.size()];
    List<Optimizer.Part> parts = this.optimizer.parts();
    this.filling = new Dealt(count, gradients.parts(), gradients::fill);
    this.reducing = new Dealt(count, gradients.parts(), gradients::reduce);
    this.updating = new Dealt(count, parts.size(), i -> parts.get(i).apply(update));
    this.clipNorm = optimizer.clipNorm();
    this.recorded = backend.steps().map(this::record).orElse(null);
  }

  private RecordedStep record(DeviceSteps device) {
    return new RecordedStep(
        device,
        () -> lanes.run(filling),
        replicas.get(0).model(),
        replicas.get(0).losses(),
        gradients.sum(),
        clipNorm,
        () -> lanes.run(updating));
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
    if (recorded == null) {
      Step step = new Step(backward(microBatches), reduceGradients());
      if (step.isFinite()) {
        update(new Optimizer.Update(number, lr, clipScale(step.gradNorm())));
      }
      return step;
    }
    countTargets(microBatches);
    update = new Optimizer.Update(number, lr, 1);
    recorded.begin(microBatches.size());
    for (int i = 0; i < microBatches.size(); i++) {
      scatter(microBatches.get(i));
      recorded.pass();
      call++;
    }
    recorded.finish();
    return new Step(recorded.loss(), recorded.norm());
  }

  private double clipScale(double norm) {
    return clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
  }

  /**
   * Forward and backward passes over the micro-batches of one step; gradients start from zero.
   *
   * @return the loss in nats, each of its parts a mean over the counted targets of the whole step
   * @throws KleiberException when no token is to be predicted in the whole step
   */
  public double backward(List<Batch> microBatches) {
    countTargets(microBatches);
    gradients.clear();
    if (gradients.mustBeFilled()) {
      lanes.run(filling);
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
      gradients.abandon(e);
      throw e;
    }
  }

  private void countTargets(List<Batch> microBatches) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = targetCount(microBatches, targets.get(i));
      if (counts[i] == 0 && targets.get(i) == Field.TARGETS) {
        throw KleiberException.usage(
            "nothing is to be predicted in a step: every target of its batch is masked; mask fewer,"
                + " or make the batch larger");
      }
      for (int lane = 0; lane < replicas.size(); lane++) {
        replicas.get(lane).losses().get(i).targetCount(counts[i]);
      }
    }
  }

  private static long targetCount(List<Batch> microBatches, Field field) {
    long count = 0;
    for (int i = 0; i < microBatches.size(); i++) {
      count += microBatches.get(i).targetCount(field);
    }
    return count;
  }

  @Override
  public void evaluate(Batch batch) {
    scatter(batch);
    if (recorded != null) {
      recorded.evaluate();
    } else {
      lanes.run(lane -> replicas.get(lane).model().forward());
    }
  }

  @Override
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
      replica.model().load(batch, first);
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

  /** Adds the lanes' gradients up and returns their global norm. */
  public double reduceGradients() {
    lanes.run(reducing);
    return gradients.norm();
  }

  /** One update of all parameters from the reduced gradients. */
  public void update(Optimizer.Update next) {
    update = next;
    lanes.run(updating);
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
    return gradients.sum();
  }

  /** What the optimiser remembers, by the name it has in a checkpoint. */
  public Map<String, Tensor> optimizerState() {
    return optimizer.state();
  }

  @Override
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
