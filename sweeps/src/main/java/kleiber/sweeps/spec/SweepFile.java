package kleiber.sweeps.spec;

import java.nio.file.Path;
import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.core.schema.Places;
import kleiber.lm.config.TrainConfig;

/**
 * A sweep's YAML: the {@link SweepSpec}, and under {@code train} the training configuration that
 * its runs start from.
 *
 * @param path the file
 * @param spec the sweep
 * @param train the training values
 * @param yaml all of it as it was understood, overrides and bases taken in and files named from the
 *     root: what repeats the sweep, wherever it stands
 */
public record SweepFile(Path path, SweepSpec spec, ConfigValues train, String yaml) {
  private static final String TRAIN = "train";

  /** Reads a file. */
  public static SweepFile read(Path path) {
    return read(path, List.of());
  }

  /**
   * Reads a file.
   *
   * @param overrides assignments {@code key=value} that win over the file's
   */
  public static SweepFile read(Path path, List<String> overrides) {
    ConfigValues values = ConfigValues.read(path);
    overrides.forEach(values::set);
    return of(values, path);
  }

  /** The same from values that stand in {@code path}, or could. */
  public static SweepFile of(ConfigValues given, Path path) {
    ConfigValues values = given.copy();
    ConfigValues train =
        ConfigBinder.settled(values.extract(TRAIN, path.toAbsolutePath()), TrainConfig.class);
    ConfigBinder.Bound<SweepSpec> bound =
        ConfigBinder.bind(values.absolute(Places.of(TrainConfig.class)), SweepSpec.class);
    ConfigValues whole = bound.given();
    train
        .entries()
        .forEach(
            (key, entry) ->
                whole.apply(entry.origin(), new Edit(TRAIN + "." + key, entry.value())));
    return new SweepFile(path, bound.config(), train, whole.toYaml());
  }
}
