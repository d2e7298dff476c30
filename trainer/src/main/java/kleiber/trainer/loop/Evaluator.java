package kleiber.trainer.loop;

import kleiber.trainer.data.SequenceSource;

/** Mean loss over a sequence source with the training model's own forward pass. */
public final class Evaluator {
  private final Replicas replicas;
  private final SequenceSource source;
  private final int length;
  private final int[] inputs;
  private final int[] targets;
  private final float[] losses;

  /**
   * @param length T of the source's sequences
   */
  public Evaluator(Replicas replicas, SequenceSource source, int length) {
    this.replicas = replicas;
    this.source = source;
    this.length = length;
    this.inputs = new int[replicas.tokensPerCall()];
    this.targets = new int[inputs.length];
    this.losses = new float[inputs.length];
  }

  /**
   * A mean and how sure it is.
   *
   * @param lossNats mean over counted targets
   * @param stderr standard error over sequences, taken as independent; 0 for a single one
   * @param tokens counted targets
   * @param complete whether the whole source was read
   */
  public record Result(double lossNats, double stderr, long tokens, boolean complete) {}

  /**
   * Evaluates from the first sequence on.
   *
   * @param batches calls of the model, 0 for the whole source
   */
  public Result evaluate(int batches) {
    int sequencesPerCall = inputs.length / length;
    long all = (source.sequencesPerEpoch() + sequencesPerCall - 1) / sequencesPerCall;
    long calls = batches == 0 ? all : Math.min(batches, all);
    double sum = 0;
    long tokens = 0;
    double[] sequenceSums = new double[Math.toIntExact(calls * sequencesPerCall)];
    int[] sequenceTokens = new int[sequenceSums.length];
    for (long call = 0; call < calls; call++) {
      source.readBatch(call * sequencesPerCall, inputs, targets, length);
      replicas.evaluate(inputs, targets);
      replicas.readLosses(losses);
      for (int i = 0; i < losses.length; i++) {
        if (targets[i] >= 0) {
          int sequence = (int) call * sequencesPerCall + i / length;
          sequenceSums[sequence] += losses[i];
          sequenceTokens[sequence]++;
          sum += losses[i];
          tokens++;
        }
      }
    }
    double mean = sum / Math.max(1, tokens);
    return new Result(
        mean, stderr(sequenceSums, sequenceTokens, mean, tokens), tokens, calls == all);
  }

  /** Of a ratio of sums over sequences (Cochran 1977, section 2.11). */
  private static double stderr(double[] sums, int[] counts, double mean, long tokens) {
    double squares = 0;
    int sequences = 0;
    for (int i = 0; i < sums.length; i++) {
      if (counts[i] > 0) {
        double residual = sums[i] - mean * counts[i];
        squares += residual * residual;
        sequences++;
      }
    }
    return sequences < 2
        ? 0
        : Math.sqrt(squares * sequences / (sequences - 1.0)) / Math.max(1, tokens);
  }
}
