package kleiber.sweeps.spec;

import java.nio.file.Path;
import java.util.List;
import kleiber.trainer.config.ConfigBinder;
import kleiber.trainer.config.ConfigValues;

/**
 * A sweep's YAML: the {@link SweepSpec}, and under {@code train} the training configuration that
 * its runs start from.
 *
 * @param path the file
 * @param spec the sweep
 * @param train the training values
 * @param yaml all of it as it was understood, overrides and bases taken in: what repeats the sweep
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
  public static SweepFile of(ConfigValues values, Path path) {
    ConfigValues train = values.extract(TRAIN, path.toAbsolutePath());
    ConfigValues whole = values.copy();
    train
        .entries()
        .forEach((key, entry) -> whole.put(TRAIN + "." + key, entry.value(), entry.origin()));
    SweepSpec spec = ConfigBinder.bind(values, SweepSpec.class).config();
    return new SweepFile(path, spec, train, whole.toYaml());
  }
}
