package kleiber.lm.config;

import kleiber.core.schema.Key;
import kleiber.lm.model.spec.Init;

/**
 * The {@code model.init} group.
 *
 * @param scheme which rule
 * @param std standard deviation of linear and embedding weights
 * @param residualScaling whether residual projections start at std/√(2L)
 * @param zeroQueries whether queries start at 0
 * @param zeroHead whether an output head of its own starts at 0
 */
public record InitConfig(
    @Key(
            doc =
                "normal: N(0, std²). truncated: the same, drawn again beyond 2·std (BERT)."
                    + " by-width: N(0, 1/width), the best for models below 10⁶ parameters. fan-in:"
                    + " N(0, 1/n_in), embeddings N(0, 1) (PaLM). t5: T5's.",
            value = "normal")
        Scheme scheme,
    @Key(doc = "Standard deviation of initial weights.", value = "0.02", min = 0) double std,
    @Key(doc = "Projections that end a residual branch start at std/√(2L).", value = "true")
        boolean residualScaling,
    @Key(
            doc = "Query weights start at 0, as is best with parametrisation mup.",
            value = "false",
            later = true)
        boolean zeroQueries,
    @Key(doc = "So does the output head; needs tied false.", value = "false", later = true)
        boolean zeroHead) {
  /** Rules for initial weights. */
  public enum Scheme {
    NORMAL,
    TRUNCATED,
    BY_WIDTH,
    FAN_IN,
    T5
  }

  Init init() {
    return zeroQueries || zeroHead ? new Init.Zeroed(drawn(), zeroQueries, zeroHead) : drawn();
  }

  private Init drawn() {
    return switch (scheme) {
      case NORMAL -> new Init.Normal(std, residualScaling, false);
      case TRUNCATED -> new Init.Normal(std, residualScaling, true);
      case BY_WIDTH -> new Init.ByWidth(residualScaling);
      case FAN_IN -> new Init.FanIn();
      case T5 -> new Init.T5();
    };
  }
}
