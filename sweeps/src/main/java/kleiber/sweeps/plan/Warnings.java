package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import kleiber.sweeps.spec.Design;
import kleiber.sweeps.spec.SweepSpec;

/** What is doubtful in a plan, each sentence naming the runs. */
public final class Warnings {
  private static final int SIZES_PER_BUDGET = 4;
  private static final double FEWEST_TOKENS_PER_PARAM = 1;
  private static final double MOST_TOKENS_PER_PARAM = 1000;

  /** Repeated tokens are worth nearly as much as new ones up to here (arXiv:2305.16264). */
  private static final double EPOCHS = 4;

  private static final double BATCH_FACTOR = 4;

  private Warnings() {}

  /** All warnings of a plan. */
  public static List<String> of(Plan plan, SweepSpec spec) {
    List<String> warnings = new ArrayList<>();
    if (spec.design() instanceof Design.Isoflop design) {
      fewSizes(plan, spec, design, warnings);
    }
    RunWarnings ofRuns = new RunWarnings();
    for (PlannedRun run : plan.runs()) {
      if (run.obstacle() != null) {
        ofRuns.add(run.id(), "will fail: " + run.obstacle());
      } else {
        ofRun(run, spec, ofRuns);
      }
    }
    warnings.addAll(ofRuns.told());
    return warnings;
  }

  private static void fewSizes(
      Plan plan, SweepSpec spec, Design.Isoflop design, List<String> warnings) {
    Map<Double, TreeSet<Double>> sizes = new LinkedHashMap<>();
    design.budgets().forEach(budget -> sizes.put(budget, new TreeSet<>()));
    for (PlannedRun run : plan.runs()) {
      if (run.size() != null && !run.holdout()) {
        double flops = spec.flops().perToken(run.size().params()) * run.size().tokens();
        sizes.get(nearest(design.budgets(), flops)).add(spec.count().of(run.size().params()));
      }
    }
    sizes.forEach(
        (budget, different) -> {
          if (different.size() < SIZES_PER_BUDGET) {
            warnings.add(
                String.format(
                    Locale.ROOT,
                    "the budget of %.3g FLOPs has %d different sizes; a valley needs at least %d",
                    budget,
                    different.size(),
                    SIZES_PER_BUDGET));
          }
        });
  }

  private static double nearest(List<Double> budgets, double flops) {
    return budgets.stream()
        .min(Comparator.comparingDouble(budget -> Math.abs(Math.log(budget / flops))))
        .orElseThrow();
  }

  private static void ofRun(PlannedRun run, SweepSpec spec, RunWarnings warnings) {
    RunSize size = run.size();
    double ratio = size.tokens() / spec.count().of(size.params());
    if (ratio < FEWEST_TOKENS_PER_PARAM || ratio > MOST_TOKENS_PER_PARAM) {
      warnings.add(
          run.id(), text("has %.3g tokens per parameter, far from where laws are measured", ratio));
    }
    if (size.epochs() > EPOCHS) {
      warnings.add(
          run.id(),
          text(
              "passes over its %,d tokens %.1f times; repeated data are worth less after %.0f",
              size.uniqueTokens(), size.epochs(), EPOCHS));
    }
    double batch = (double) size.tokens() / size.steps();
    double critical = criticalBatch(size.tokens());
    if (batch > BATCH_FACTOR * critical) {
      warnings.add(
          run.id(),
          text(
              "has %,.0f tokens per step, far above a critical batch of about %,.0f; a smaller"
                  + " one learns more from the same tokens",
              batch, critical));
    }
  }

  /**
   * A guess in tokens for D training tokens: 0.0471·D^0.462 sequences of 2,048 (Bergsma et al.,
   * arXiv:2505.13738).
   */
  static double criticalBatch(double tokens) {
    return 2048 * 0.0471 * Math.pow(tokens, 0.462);
  }

  private static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
