package kleiber.trainer.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kleiber.trainer.schema.ConfigBinder;
import kleiber.trainer.schema.ConfigValues;
import kleiber.trainer.schema.Key;

/**
 * Something a popular summary of the recipes has wrong.
 *
 * @param about the system or law
 * @param said what the summary says
 * @param right what the sources say
 * @param grade how well that is known
 */
public record Correction(String about, String said, String right, Mark.Grade grade) {
  private record Content(
      @Key(doc = "What is wrong in the summary.") List<Map<String, Object>> corrections) {}

  /** The corrections beside the recipes. */
  public static List<Correction> all(Path folder) {
    ConfigValues values = ConfigValues.read(folder.resolve("corrections.yaml"));
    return ConfigBinder.bind(values, Content.class).config().corrections().stream()
        .map(
            entry ->
                new Correction(
                    String.valueOf(entry.get("about")),
                    String.valueOf(entry.get("said")),
                    String.valueOf(entry.get("right")),
                    Mark.Grade.of(entry.get("mark"))))
        .toList();
  }
}
