package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import kleiber.core.schema.Edit;
import kleiber.sweeps.spec.Rule;
import kleiber.sweeps.spec.RuleLaw;
import kleiber.sweeps.spec.SweepSpec;
import kleiber.sweeps.spec.TunedKey;

/** What the rules of a sweep decide for a run of a size. */
final class RuleEdits {
  private static final int DIGITS = 4;

  private final SweepSpec spec;
  private final RuleLaw lr;
  private final RuleLaw batchTokens;

  RuleEdits(SweepSpec spec) {
    this.spec = spec;
    this.lr = spec.rules().lr().law(TunedKey.LR, spec.count());
    this.batchTokens = spec.rules().batchTokens().law(TunedKey.BATCH, spec.count());
  }

  /**
   * Learning rate and batch.
   *
   * @param tuned keys that the rules leave alone
   * @param length tokens of a sequence
   */
  List<Edit> rateAndBatch(RunSize size, Set<String> tuned, int length) {
    List<Edit> edits = new ArrayList<>();
    double params = spec.count().of(size.params());
    OptionalDouble rate = lr.at(params, params, size.tokens());
    if (rate.isPresent() && !tuned.contains(TunedKey.LR)) {
      edits.add(Edit.of(TunedKey.LR, finite("rules.lr", params, rate.getAsDouble()), DIGITS));
    }
    OptionalDouble batch = batchTokens.at(size.tokens(), params, size.tokens());
    if (batch.isPresent() && !tuned.contains(TunedKey.BATCH)) {
      double wanted = finite("rules.batchTokens", size.tokens(), batch.getAsDouble());
      // A fit is of batch.sequences as runs.csv has it.
      boolean sequences = spec.rules().batchTokens() instanceof Rule.Fit;
      double tokens = sequences ? 1 : length;
      edits.add(Edit.of(TunedKey.BATCH, Math.max(1, Math.round(wanted / tokens))));
    }
    return edits;
  }

  /** Warm-up and threads of a run whose batch is known. */
  List<Edit> warmupAndThreads(RunSize size) {
    List<Edit> edits = new ArrayList<>();
    if (spec.rules().warmup() > 0) {
      long steps = Math.round(spec.rules().warmup() * size.steps());
      edits.add(Edit.of("schedule.warmupSteps", steps));
    }
    if (spec.threads().allAbove() > 0
        && spec.count().of(size.params()) > spec.threads().allAbove()) {
      edits.add(Edit.of("threads", 0));
    }
    return edits;
  }

  private static double finite(String rule, double at, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s at %.4g is %s: no number to train with", rule, at, value));
    }
    return value;
  }
}
