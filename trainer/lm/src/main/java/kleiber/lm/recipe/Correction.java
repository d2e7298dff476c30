package kleiber.lm.recipe;

import java.nio.file.Path;
import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Key;

/**
 * Something a popular summary of the recipes has wrong.
 *
 * @param about the system or law
 * @param said what the summary says
 * @param right what the sources say
 * @param mark how well that is known
 */
public record Correction(
    @Key(doc = "The system or law.") String about,
    @Key(doc = "What the summary says.") String said,
    @Key(doc = "What the sources say.") String right,
    @Key(doc = "How well that is known.") Mark.Grade mark) {
  private record Content(
      @Key(doc = "What is wrong in the summary.") List<Correction> corrections) {}

  /** The corrections beside the recipes. */
  public static List<Correction> all(Path folder) {
    ConfigValues values = ConfigValues.read(folder.resolve("corrections.yaml"));
    return ConfigBinder.bind(values, Content.class).config().corrections();
  }
}
