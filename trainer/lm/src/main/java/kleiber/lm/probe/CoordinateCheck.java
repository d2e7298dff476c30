package kleiber.lm.probe;

import java.util.ArrayList;
import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.run.PreparedRun;

/**
 * A configuration trained for a few steps at several widths (Yang et al., arXiv:2203.03466,
 * appendix D.1): where sizes of activations grow or shrink with the width, its best rate does not
 * carry over. Rates are at their peak from the first step on, and all is computed in single
 * precision, so that every activation can be read.
 *
 * @param values of the configuration, as far as given
 * @param widths rising
 * @param baseWidth of µP, where the configuration is standard
 */
public record CoordinateCheck(
    ConfigValues values, List<Integer> widths, int baseWidth, int steps, DatasetCache cache) {
  private static final String ORIGIN = "coordinate-check";

  /**
   * The sizes at every width, in the order of these.
   *
   * @param mup whether under µP, or in the standard parametrisation
   */
  public List<Coordinates> run(boolean mup, long seed) {
    WidthEdits edits = new WidthEdits(bind(values.copy()).config().model());
    List<Coordinates> found = new ArrayList<>();
    for (int width : widths) {
      ConfigValues changed = values.copy();
      changed.apply(ORIGIN, edits.width(width));
      changed.apply(ORIGIN, mup ? edits.mup(baseWidth) : WidthEdits.standard());
      changed.apply(
          ORIGIN,
          Edit.of("seed", seed),
          Edit.of("precision", "fp32"),
          Edit.of("horizon.steps", steps));
      found.add(new ShortRun(PreparedRun.of(bind(changed), cache)).after(steps));
    }
    return found;
  }

  private static ConfigBinder.Bound<TrainConfig> bind(ConfigValues values) {
    return ConfigBinder.bind(values, TrainConfig.class);
  }
}
