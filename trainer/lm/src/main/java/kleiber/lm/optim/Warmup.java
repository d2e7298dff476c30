package kleiber.lm.optim;

import kleiber.core.schema.Key;

/**
 * The linear rise that a schedule begins with.
 *
 * @param warmupSteps W in steps; 0 where it is given in tokens
 * @param warmupTokens W in tokens, which make tokens the unit of the whole schedule; 0 where it is
 *     steps
 */
public record Warmup(
    @Key(doc = "Steps of linear warm-up.", value = "0", min = 0, insteadOf = "warmupTokens")
        long warmupSteps,
    @Key(
            doc = "The same in tokens; then the schedule goes by tokens.",
            value = "0",
            min = 0,
            insteadOf = "warmupSteps")
        double warmupTokens) {
  /** Whether tokens are the unit. */
  boolean isByTokens() {
    return warmupTokens > 0;
  }

  /** W in the schedule's unit. */
  double length() {
    return isByTokens() ? warmupTokens : warmupSteps;
  }
}
