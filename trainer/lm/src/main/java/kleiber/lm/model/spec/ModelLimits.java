package kleiber.lm.model.spec;

import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;

/**
 * The largest sizes that are reckoned with, ten times those of any published model or more. Within
 * them every count is exact in 64 bits, and a list of a model's parameters fits in memory.
 */
public final class ModelLimits {
  /** Blocks of a stack. */
  public static final int LAYERS = 1_000;

  /** Channels of the residual stream. */
  public static final int WIDTH = 1 << 20;

  /** Channels of all heads together, and hidden ones of a feed-forward part. */
  public static final int INNER_WIDTH = 1 << 24;

  /** Positions of a sequence, rows of their table, and distances. */
  public static final int CONTEXT = 1 << 24;

  /** Kinds of tokens. */
  public static final int VOCABULARY = 1 << 26;

  /** Buckets of distances, segments. */
  public static final int KINDS = 1 << 16;

  private ModelLimits() {}

  /**
   * Refuses a size.
   *
   * @throws IllegalArgumentException naming the size and what it may be
   */
  static void require(String what, long size, long least, long most) {
    if (size < least || size > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s %,d is not from %,d to %,d", what, size, least, most));
    }
  }

  /**
   * Refuses a model on batches of which one tensor would have more elements than can be counted in
   * 31 bits, as all backends count those of one tensor.
   *
   * @param sequences at once
   * @throws KleiberException naming what is too large
   */
  public static void requireCountable(ModelSpec spec, BatchLayout layout, int sequences) {
    long length = Math.max(layout.length(), layout.columns(Field.SOURCE));
    long rows = length * sequences;
    long mlp = spec.mlp().width() * (spec.mlp().gated() ? 2L : 1L);
    long heads = spec.attention().heads();
    require("positions of a batch by the vocabulary of", rows, spec.vocabulary());
    require("positions of a batch by the model's channels of", rows, Math.max(mlp, widest(spec)));
    if (spec.positions() instanceof Positions.Buckets) {
      require("heads by the squared sequence length of", heads, length * length);
    } else if (spec.positions() instanceof Positions.Distances) {
      require("heads of a batch by the squared length of", heads * sequences, length * length);
      require("positions by the model's channels of", length, widest(spec));
    }
  }

  private static long widest(ModelSpec spec) {
    int qkvWidth = spec.attention().queryWidth() + 2 * spec.attention().keyWidth();
    return Math.max(spec.width(), qkvWidth);
  }

  private static void require(String what, long count, long each) {
    if (count > Integer.MAX_VALUE / Math.max(1, each)) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%,d %s %,d are more than the %,d numbers that one tensor can have; make"
                  + " batch.microBatch, model.context or the model smaller",
              count,
              what,
              each,
              Integer.MAX_VALUE));
    }
  }
}
