package kleiber.lm.model.spec;

/** How a model knows the order of its tokens. */
public sealed interface Positions {
  /** Not at all, but for a causal mask. */
  record None() implements Positions {}

  /**
   * A learned table added to the embedding.
   *
   * @param firstRow the row of position 0: 2 in OPT, whose first two are never used
   */
  record Learned(int firstRow) implements Positions {
    public Learned {
      ModelLimits.require("first row of positions", firstRow, 0, ModelLimits.CONTEXT);
    }
  }

  /**
   * Queries and keys are rotated (arXiv:2104.09864).
   *
   * @param theta base of the frequencies
   */
  record Rotary(double theta) implements Positions {
    public Rotary {
      if (!(theta > 0) || Double.isInfinite(theta)) {
        throw new IllegalArgumentException("rotary positions need a base above 0, not " + theta);
      }
    }
  }

  /**
   * A learned bias for each bucket of distances and each head, one table for all blocks of a stack
   * (T5, arXiv:1910.10683, section 2.1).
   *
   * @param buckets rows of the table
   * @param maxDistance distances from here on share the last bucket
   */
  record Buckets(int buckets, int maxDistance) implements Positions {
    public Buckets {
      ModelLimits.require("buckets", buckets, 4, ModelLimits.KINDS);
      ModelLimits.require("largest distance", maxDistance, buckets / 2 + 1, Integer.MAX_VALUE);
    }
  }

  /**
   * Scores by content and distance from sinusoids, with learned u, v and W_R in every block
   * (Transformer-XL, arXiv:1901.02860, section 3.3).
   */
  record Distances() implements Positions {}
}
