package kleiber.lm.data;

import java.util.Arrays;
import kleiber.core.random.SeededStream;

/**
 * A stationary first-order Markov chain: row i of the transition table is softmax(sharpness·g) of
 * independent standard normals g. Its entropy rate is known, so a model's loss can be held against
 * the truth.
 */
final class MarkovSource {
  private final int vocabulary;
  private final double[][] transitions;
  private final SeededStream stream;

  /** The source that {@code spec} describes. */
  MarkovSource(CorpusSpec.Synthetic spec) {
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
  double entropyNats() {
    double[] stationary = stationary();
    double entropy = 0;
    for (int i = 0; i < vocabulary; i++) {
      for (double p : transitions[i]) {
        entropy -= p > 0 ? stationary[i] * p * Math.log(p) : 0;
      }
    }
    return entropy;
  }

  /**
   * By elimination without subtraction, which is exact to rounding even where the chain hardly ever
   * leaves some symbols (Grassmann, Taksar and Heyman, Operations Research 33, 1985).
   */
  private double[] stationary() {
    double[][] rates = Arrays.stream(transitions).map(double[]::clone).toArray(double[][]::new);
    for (int last = vocabulary - 1; last > 0; last--) {
      double back = 0;
      for (int j = 0; j < last; j++) {
        back += rates[last][j];
      }
      for (int i = 0; i < last; i++) {
        rates[i][last] /= back;
        for (int j = 0; j < last; j++) {
          rates[i][j] += rates[i][last] * rates[last][j];
        }
      }
    }
    double[] stationary = new double[vocabulary];
    stationary[0] = 1;
    double sum = 1;
    for (int state = 1; state < vocabulary; state++) {
      for (int i = 0; i < state; i++) {
        stationary[state] += stationary[i] * rates[i][state];
      }
      sum += stationary[state];
    }
    for (int state = 0; state < vocabulary; state++) {
      stationary[state] /= sum;
    }
    return stationary;
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
