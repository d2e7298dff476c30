package kleiber.app.quickstart;

import java.util.List;
import java.util.Optional;
import kleiber.analysis.planner.WantedModel;
import kleiber.core.schema.Key;

/** The {@code quickstart} group of {@code quickstart.yaml}: what is asked beyond the sweep. */
record Asked(
    @Key(doc = "About how long training may take.", value = QuickstartRecipe.MINUTES, min = 0.1)
        double minutes,
    @Key(
            doc = "Compute of the held-out runs over the largest budget that is fitted.",
            value = QuickstartRecipe.HOLD_OUT,
            min = 1)
        List<Double> holdOut,
    @Key(doc = "The model to predict, as --target takes it.", value = "") String target) {
  /** The model to predict without training it. */
  Optional<WantedModel> wanted() {
    return Optional.ofNullable(target).map(WantedModel::parse);
  }
}
