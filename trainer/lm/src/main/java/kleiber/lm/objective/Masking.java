package kleiber.lm.objective;

import java.util.Arrays;
import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Field;
import kleiber.lm.objective.ObjectiveSpec.Masked;

/**
 * Hides tokens of a sequence. BERT chooses single tokens; Megatron-LM chooses runs of 1 to N whole
 * words, a run of n with probability proportional to 1/n, none overlapping another.
 */
final class Masking {
  private final Masked spec;
  private final int vocabulary;
  private final int maskToken;
  private final Words words;
  private final double[] runLengths;

  Masking(Masked spec, int vocabulary, Words words) {
    this.spec = spec;
    this.vocabulary = vocabulary;
    this.maskToken = vocabulary + 2;
    this.words = words;
    this.runLengths = runLengths(spec.maxWords());
  }

  /**
   * Hides tokens in place; tokens from the vocabulary on are left alone.
   *
   * @return what was there, {@link Field#IGNORED} where nothing is to be predicted
   */
  int[] apply(int[] sequence, SeededStream draws) {
    boolean[] chosen = choose(sequence, draws.child(0));
    SeededStream fate = draws.child(1);
    int[] targets = new int[sequence.length];
    Arrays.fill(targets, Field.IGNORED);
    for (int i = 0; i < sequence.length; i++) {
      if (chosen[i]) {
        targets[i] = sequence[i];
        double u = fate.uniform(2L * i);
        if (u < spec.masked()) {
          sequence[i] = maskToken;
        } else if (u < spec.masked() + spec.replaced()) {
          sequence[i] = (int) fate.below(2L * i + 1, vocabulary);
        }
      }
    }
    return targets;
  }

  private boolean[] choose(int[] sequence, SeededStream draws) {
    int wanted = (int) Math.max(1, Math.rint(spec.probability() * sequence.length));
    int[] starts = wordStarts(sequence);
    int[] order = shuffled(starts.length - 1, draws.child(0));
    SeededStream runs = draws.child(1);
    boolean[] chosen = new boolean[sequence.length];
    int count = 0;
    for (int i = 0; i < order.length && count < wanted; i++) {
      int words = spec.maxWords() == 0 ? 1 : runLength(runs.uniform(i));
      int from = starts[order[i]];
      // A run that would be too many is tried shorter, as Megatron-LM does.
      for (; words > 0; words--) {
        int to = starts[Math.min(order[i] + words, starts.length - 1)];
        if (count + to - from <= wanted && isFree(sequence, chosen, from, to)) {
          Arrays.fill(chosen, from, to, true);
          count += to - from;
          break;
        }
      }
    }
    if (count == 0) {
      // Every word is longer than what may be hidden: one of its tokens will do.
      chosen[1] = true;
    }
    return chosen;
  }

  private boolean isFree(int[] sequence, boolean[] chosen, int from, int to) {
    for (int i = from; i < to; i++) {
      if (chosen[i] || sequence[i] >= vocabulary) {
        return false;
      }
    }
    return true;
  }

  /** Where units that are masked together start, and the end of the sequence. */
  private int[] wordStarts(int[] sequence) {
    int[] starts = new int[sequence.length + 1];
    int count = 0;
    for (int i = 0; i < sequence.length; i++) {
      boolean special = i == 0 || sequence[i] >= vocabulary || sequence[i - 1] >= vocabulary;
      if (special || spec.maxWords() == 0 || words.begins(sequence[i - 1], sequence[i])) {
        starts[count++] = i;
      }
    }
    starts[count++] = sequence.length;
    return Arrays.copyOf(starts, count);
  }

  /** n with probability (1/n) / (1 + 1/2 + … + 1/N): sums of the first n, as fractions. */
  private static double[] runLengths(int most) {
    double[] sums = new double[most];
    double total = 0;
    for (int n = 1; n <= most; n++) {
      total += 1.0 / n;
    }
    double cumulative = 0;
    for (int n = 1; n <= most; n++) {
      cumulative += 1.0 / n / total;
      sums[n - 1] = cumulative;
    }
    return sums;
  }

  private int runLength(double u) {
    int n = 1;
    while (n < runLengths.length && u >= runLengths[n - 1]) {
      n++;
    }
    return n;
  }

  private static int[] shuffled(int count, SeededStream draws) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = (int) draws.below(i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
