package kleiber.lm.inference;

import java.util.Arrays;
import java.util.function.IntConsumer;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.spec.ModelSpec;

/** Draws tokens from a model, one after the other. */
public final class Sampler {
  private final InferenceModel model;
  private final Batch batch;
  private final int context;
  private final int vocabulary;

  /** Binds {@code trained} for one sequence. */
  public Sampler(TrainedModel trained, Backend backend) {
    ModelSpec spec = trained.spec();
    this.context = spec.context();
    this.vocabulary = spec.vocabulary();
    BatchLayout layout = BatchLayout.causal(context);
    if (!spec.family().takes(layout)) {
      throw KleiberException.usage(
          trained.path() + " holds no decoder, and only a decoder continues a text");
    }
    this.batch = new Batch(layout, 1);
    this.model = new InferenceModel(trained, backend, layout, 1);
  }

  /**
   * How to draw.
   *
   * @param count tokens to draw
   * @param temperature divides the logits; 0 takes the most likely token
   * @param topK considers the k most likely tokens only; 0 for all
   * @param kinds tokens that are drawn are below it: a vocabulary may be rounded up for speed
   * @param seed of the draws
   */
  public record Settings(int count, double temperature, int topK, int kinds, long seed) {}

  /** Continues {@code prompt}, at least one token, and hands each new token to {@code sink}. */
  public void sample(int[] prompt, Settings settings, IntConsumer sink) {
    SeededStream stream = SeededStream.of(settings.seed(), "sample");
    int[] window = batch.get(Field.TOKENS);
    Arrays.fill(window, 0);
    int kept = Math.min(prompt.length, context);
    System.arraycopy(prompt, prompt.length - kept, window, 0, kept);
    float[] logits = new float[vocabulary];
    int kinds = Math.min(settings.kinds(), vocabulary);
    for (int i = 0; i < settings.count(); i++) {
      model.evaluate(batch);
      model.readLogits(kept - 1, logits);
      int token = draw(Arrays.copyOf(logits, kinds), settings, stream.uniform(i));
      sink.accept(token);
      if (kept == context) {
        System.arraycopy(window, 1, window, 0, context - 1);
        kept--;
      }
      window[kept++] = token;
    }
  }

  private static int draw(float[] logits, Settings settings, double uniform) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    if (settings.temperature() == 0) {
      return best;
    }
    float smallest = Float.NEGATIVE_INFINITY;
    if (settings.topK() > 0 && settings.topK() < logits.length) {
      float[] sorted = logits.clone();
      Arrays.sort(sorted);
      smallest = sorted[logits.length - settings.topK()];
    }
    double[] weights = new double[logits.length];
    double total = 0;
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] >= smallest) {
        weights[i] = Math.exp((logits[i] - logits[best]) / settings.temperature());
        total += weights[i];
      }
    }
    double left = uniform * total;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0 && weights[i] > 0) {
        return i;
      }
    }
    return best;
  }
}
