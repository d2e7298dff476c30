package kleiber.lm.config;

import kleiber.core.schema.Key;
import kleiber.lm.model.spec.ModelLimits;
import kleiber.lm.model.spec.Parametrisation;

/** The {@code model.parametrisation} group. */
public sealed interface ParametrisationConfig {
  /** The rules, for a model that {@code model} describes. */
  Parametrisation of(ModelConfig model);

  /** As the other keys say, whatever the size. */
  record Standard() implements ParametrisationConfig {
    @Override
    public Parametrisation of(ModelConfig model) {
      return new Parametrisation.Standard();
    }
  }

  /** µP relative to a base model, and with a base depth CompleteP. */
  record Mup(
      @Key(
              doc =
                  "Channels of the base model, whose best rate is to hold at every width. At this"
                      + " width all is as in standard.",
              min = 1,
              max = ModelLimits.WIDTH)
          int baseWidth,
      @Key(
              doc =
                  "Channels of each of its heads. Give heads or their width so that it is what"
                      + " model.heads makes of the base width, or keep it where heads get more"
                      + " instead of wider.",
              min = 1,
              max = ModelLimits.WIDTH)
          int baseHeadWidth,
      @Key(
              doc =
                  "Hidden channels of its MLP; 0 for what mlpWidth 0 would make of the base width."
                      + " Needed where model.mlpWidth is given.",
              value = "0",
              min = 0,
              max = ModelLimits.INNER_WIDTH)
          int baseMlpWidth,
      @Key(
              doc =
                  "Its blocks: what a branch adds is then divided by the blocks for one of these"
                      + " (CompleteP). 0 to leave depth alone.",
              value = "0",
              min = 0,
              max = ModelLimits.LAYERS)
          int baseLayers)
      implements ParametrisationConfig {
    @Override
    public Parametrisation of(ModelConfig model) {
      if (model.mlpWidth() > 0 && baseMlpWidth == 0) {
        throw new IllegalArgumentException(
            "mlpWidth "
                + model.mlpWidth()
                + " is given, so give parametrisation.baseMlpWidth, that of the base, too");
      }
      int hidden = baseMlpWidth > 0 ? baseMlpWidth : model.usualMlpWidth(baseWidth);
      return new kleiber.lm.model.spec.Mup(baseWidth, baseHeadWidth, hidden, baseLayers);
    }
  }
}
