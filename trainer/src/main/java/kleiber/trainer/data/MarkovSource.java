package kleiber.trainer.data;

import kleiber.trainer.random.SeededStream;

/**
 * A stationary first-order Markov chain: row i of the transition table is softmax(sharpness·g) of
 * independent standard normals g. Its entropy rate is known, so a model's loss can be held against
 * the truth.
 */
public final class MarkovSource {
  private final int vocabulary;
  private final double[][] transitions;
  private final SeededStream stream;

  /** The source that {@code spec} describes. */
  public MarkovSource(CorpusSpec.Synthetic spec) {
    this.vocabulary = spec.vocab();
    this.stream = SeededStream.of(spec.seed(), "synthetic/text");
    this.transitions = new double[vocabulary][vocabulary];
    SeededStream table = SeededStream.of(spec.seed(), "synthetic/table");
    for (int i = 0; i < vocabulary; i++) {
      double sum = 0;
      for (int j = 0; j < vocabulary; j++) {
        long entry = (long) i * vocabulary + j;
        transitions[i][j] = Math.exp(spec.sharpness() * table.normal(entry));
        sum += transitions[i][j];
      }
      for (int j = 0; j < vocabulary; j++) {
        transitions[i][j] /= sum;
      }
    }
  }

  /** H = −Σᵢ πᵢ Σⱼ Pᵢⱼ ln Pᵢⱼ in nats per token, π the stationary distribution. */
  public double entropyNats() {
    double[] stationary = stationary();
    double entropy = 0;
    for (int i = 0; i < vocabulary; i++) {
      for (double p : transitions[i]) {
        entropy -= p > 0 ? stationary[i] * p * Math.log(p) : 0;
      }
    }
    return entropy;
  }

  /** Power iteration until nothing moves by more than rounding. */
  private double[] stationary() {
    double[] current = new double[vocabulary];
    java.util.Arrays.fill(current, 1.0 / vocabulary);
    for (double moved = 1; moved > 1e-14; ) {
      double[] next = new double[vocabulary];
      for (int i = 0; i < vocabulary; i++) {
        for (int j = 0; j < vocabulary; j++) {
          next[j] += current[i] * transitions[i][j];
        }
      }
      moved = 0;
      for (int i = 0; i < vocabulary; i++) {
        moved += Math.abs(next[i] - current[i]);
      }
      current = next;
    }
    return current;
  }

  /** Draws {@code count} tokens of the chain. */
  void generate(long count, java.util.function.IntConsumer sink) {
    int state = (int) stream.below(0, vocabulary);
    for (long n = 1; n <= count; n++) {
      sink.accept(state);
      double u = stream.uniform(n);
      double[] row = transitions[state];
      int next = 0;
      for (double cumulative = row[0]; u >= cumulative && next < vocabulary - 1; ) {
        cumulative += row[++next];
      }
      state = next;
    }
  }
}
