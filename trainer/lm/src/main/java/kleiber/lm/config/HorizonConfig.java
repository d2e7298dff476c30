package kleiber.lm.config;

import kleiber.core.schema.Key;
import kleiber.lm.model.blueprint.ModelSize;

/**
 * How long to train: exactly one of the four is above zero.
 *
 * @param steps optimiser steps
 * @param tokens training tokens D
 * @param flops compute C by the exact count of {@link ModelSize}
 * @param tokensPerParam D over all parameters (Chinchilla's rule of thumb is 20)
 */
public record HorizonConfig(
    @Key(
            doc = "Optimiser steps.",
            value = "0",
            min = 0,
            insteadOf = {"tokens", "flops", "tokensPerParam"})
        long steps,
    @Key(
            doc = "Training tokens D.",
            value = "0",
            min = 0,
            insteadOf = {"steps", "flops", "tokensPerParam"})
        double tokens,
    @Key(
            doc = "Training FLOPs by the exact count.",
            value = "0",
            min = 0,
            insteadOf = {"steps", "tokens", "tokensPerParam"})
        double flops,
    @Key(
            doc = "Training tokens per parameter, all parameters counted.",
            value = "0",
            min = 0,
            insteadOf = {"steps", "tokens", "flops"})
        double tokensPerParam) {
  /** Refuses anything but exactly one horizon. */
  public HorizonConfig {
    int given =
        (steps > 0 ? 1 : 0)
            + (tokens > 0 ? 1 : 0)
            + (flops > 0 ? 1 : 0)
            + (tokensPerParam > 0 ? 1 : 0);
    if (given != 1) {
      throw new IllegalArgumentException(
          "give exactly one of steps, tokens, flops and tokensPerParam, not " + given);
    }
  }

  /** Training tokens D that are asked for, where it is not steps. */
  double wantedTokens(ModelSize size) {
    return tokens > 0
        ? tokens
        : flops > 0 ? flops / size.flopsPerTokenExact() : tokensPerParam * size.totalParams();
  }
}
