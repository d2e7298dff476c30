package kleiber.lm.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.lm.batch.Batch;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Role;

/**
 * Measures {@link ModelNorms} of a decoder while it takes a step. Activations are those of a
 * forward pass without dropout over the first sequences of the step's batch; the step itself is the
 * one that would have been taken without.
 */
final class NormProbe {
  /** Tokens whose activations are read, about; one sequence at least. */
  private static final int TOKENS = 512;

  /** Queries of a sequence whose attention logits are looked at, at most. */
  private static final int QUERIES = 256;

  private final TrainingModel training;
  private final int layers;
  private final ActivationReader reader;
  private final Batch batch;

  NormProbe(TrainingModel training, ModelSpec spec) {
    this.training = training;
    this.layers = spec.layers();
    int most = Math.max(1, TOKENS / training.layout().tokens());
    int sequences = Math.min(most, training.sequencesPerCall());
    this.reader = training.reader(sequences);
    this.batch = new Batch(training.layout(), sequences);
  }

  /**
   * A step and what was measured of it.
   *
   * @param norms empty where loss or gradient are not finite
   */
  record Measured(Step step, Optional<ModelNorms> norms) {}

  /** Takes the step, as {@link TrainingModel#step} does. */
  Measured step(List<Batch> microBatches, long number, double lr) {
    ModelNorms.Activations activations = activations(microBatches.get(0));
    Step taken = new Step(training.backward(microBatches), training.norm());
    if (!taken.isFinite()) {
      return new Measured(taken, Optional.empty());
    }
    Map<Role, Double> gradients = norms(training.gradients().toArray());
    float[] change = training.values().toArray();
    training.update(number, lr);
    float[] after = training.values().toArray();
    for (int i = 0; i < change.length; i++) {
      change[i] = after[i] - change[i];
    }
    return new Measured(taken, Optional.of(new ModelNorms(activations, gradients, norms(change))));
  }

  private ModelNorms.Activations activations(Batch first) {
    batch.copyFrom(first, 0);
    reader.evaluate(batch);
    List<Double> logits = new ArrayList<>();
    List<Double> stream = new ArrayList<>();
    List<Double> attention = new ArrayList<>();
    List<Double> mlp = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      String block = "layers." + layer + ".";
      OpSpec last =
          reader.ops().filter(op -> op.output().name().startsWith(block)).reduce((a, b) -> b).get();
      logits.add(reader.scores((AttentionOp) reader.op(block + "attn.attended")).max(QUERIES));
      stream.add(rms(reader.read(last.output())));
      attention.add(rms(reader.added(reader.op(block + "attn.out"))));
      mlp.add(rms(reader.added(reader.op(block + "mlp.out"))));
    }
    double logSumExp = maxLogSumExp(reader.logits(), batch.sequences() * batch.layout().tokens());
    return new ModelNorms.Activations(logits, logSumExp, stream, attention, mlp);
  }

  private Map<Role, Double> norms(float[] flat) {
    Map<Role, Double> squares = new EnumMap<>(Role.class);
    for (Parameter parameter : training.map().separate()) {
      int start = Math.toIntExact(parameter.offset());
      double sum = sumOfSquares(flat, start, start + Math.toIntExact(parameter.size()));
      squares.merge(parameter.parts().get(0).role(), sum, Double::sum);
    }
    squares.replaceAll((role, sum) -> Math.sqrt(sum));
    return squares;
  }

  private static double rms(float[] values) {
    return Math.sqrt(sumOfSquares(values, 0, values.length) / values.length);
  }

  private static double sumOfSquares(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  private static double maxLogSumExp(float[] logits, int rows) {
    int columns = logits.length / rows;
    double most = Double.NEGATIVE_INFINITY;
    for (int start = 0; start < logits.length; start += columns) {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = start; i < start + columns; i++) {
        max = Math.max(max, logits[i]);
      }
      double sum = 0;
      for (int i = start; i < start + columns; i++) {
        sum += Math.exp(logits[i] - max);
      }
      most = Math.max(most, max + Math.log(sum));
    }
    return most;
  }
}
