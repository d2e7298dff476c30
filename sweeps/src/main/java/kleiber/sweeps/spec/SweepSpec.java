package kleiber.sweeps.spec;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.core.FolderName;
import kleiber.core.schema.Key;
import kleiber.lm.model.blueprint.ModelSize;

/** A sweep, but for its training configuration: what a sweep's YAML holds beside {@code train}. */
public record SweepSpec(
    @Key(doc = "Name of the sweep and of its folder under runs.", value = "sweep") String name,
    @Key(doc = "Which runs the sweep is made of.") Design design,
    @Key(
            doc =
                "Runs beyond the fitted range, in the form of an explicit design's rows: trained"
                    + " to check predictions, never part of a fit.",
            value = "")
        List<Map<String, Object>> holdout,
    @Key(doc = "Seeds; every run is trained once with each.", value = "1", min = 0)
        List<Long> seeds,
    @Key(
            doc =
                "What N means in sizes, rules and tokens per parameter: total, or non-embedding"
                    + " (without embeddings and output head).",
            value = "total")
        Count count,
    @Key(
            doc =
                "What C means in flops and budgets: exact (all matrix products), or six-nd"
                    + " (6·N·D).",
            value = "exact")
        Flops flops,
    @Key(
            doc =
                "Keys whose best values are found at every row of the design: optimizer.lr,"
                    + " batch.sequences. Each has a start and a ratio of neighbouring values (2),"
                    + " or the start alone; auto, or no start, begins with the rule's value.",
            value = "")
        Map<String, Object> tune,
    RulesConfig rules,
    ThreadsConfig threads,
    @Key(
            doc =
                "Whether runs that differ only in their horizon share the steps that are the same"
                    + " in both (with warmup-stable-decay: all but the decay). The longest trains"
                    + " them once; the results do not change.",
            value = "true")
        boolean branch) {
  /** Runs that a sweep may have: each is bound, sized and listed before the first is trained. */
  public static final int MOST_RUNS = 5_000;

  /** Refuses a name that is no folder's, and more runs than can be planned. */
  public SweepSpec {
    FolderName.require("name", name);
    List<TunedKey> tuned = TunedKey.of(tune);
    BigInteger runs =
        design
            .count()
            .multiply(BigInteger.valueOf(1 + 2L * tuned.size()))
            .add(BigInteger.valueOf(holdout.size()))
            .multiply(BigInteger.valueOf(seeds.size()));
    if (runs.compareTo(BigInteger.valueOf(MOST_RUNS)) > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "design, holdout and seeds ask for %s runs%s, and a sweep has %,d at most; give fewer"
                  + " sizes, axes or seeds, or make several sweeps",
              runs.bitLength() < Long.SIZE
                  ? String.format(Locale.ROOT, "%,d", runs)
                  : "10^19 or more",
              tuned.isEmpty() ? "" : " at least",
              MOST_RUNS));
    }
    requireNoneTwice(design, tuned);
  }

  private static void requireNoneTwice(Design design, List<TunedKey> tuned) {
    for (TunedKey key : tuned) {
      if (design.expand().stream().anyMatch(row -> row.values().containsKey(key.dial().key()))) {
        throw new IllegalArgumentException(
            key.dial().key() + " is tuned, and the design gives its values too; keep one of them");
      }
    }
  }

  /** What is tuned; empty for a sweep whose rows are its runs. */
  public List<TunedKey> tuned() {
    return TunedKey.of(tune);
  }

  /** Ways to count parameters. */
  public enum Count {
    TOTAL,
    NON_EMBEDDING;

    /** N of a model. */
    public double of(ModelSize size) {
      return this == TOTAL ? size.totalParams() : size.nonEmbeddingParams();
    }
  }

  /** Ways to count compute. */
  public enum Flops {
    EXACT,
    SIX_ND;

    /** Training FLOPs a token of a model. */
    public double perToken(ModelSize size) {
      return this == EXACT ? size.flopsPerTokenExact() : size.flopsPerToken6N();
    }
  }

  /** The {@code rules} group: hyperparameters that follow from a run's size or length. */
  public record RulesConfig(
      @Key(doc = "Peak learning rate (optimizer.lr) from N; a fit's from N and D.", value = "none")
          Rule lr,
      @Key(
              doc =
                  "Tokens per step from D; batch.sequences is the nearest whole number, at least"
                      + " 1.",
              value = "none")
          Rule batchTokens,
      @Key(
              doc =
                  "Blocks of all models that are given by their size; 0 for a rule that makes larger"
                      + " models deeper. One depth for all keeps losses on one curve.",
              value = "0",
              min = 0,
              max = 1000)
          int layers,
      @Key(
              doc = "Warm-up as a fraction of all steps; 0 to leave schedule.warmupSteps.",
              value = "0",
              min = 0,
              max = 0.9)
          double warmup) {}

  /** The {@code threads} group: processor threads, part of every run's identity. */
  public record ThreadsConfig(
      @Key(
              doc =
                  "Threads per run. One is best for small models: a sweep runs as many at once as"
                      + " there are cores.",
              value = "1",
              min = 1)
          int small,
      @Key(
              doc = "Runs of more parameters than this take all cores; 0 for none.",
              value = "0",
              min = 0)
          double allAbove) {}
}
