package kleiber.lm.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.core.schema.Key;
import kleiber.lm.config.TrainConfig;

/**
 * How a published system was trained: a training configuration that all its sizes share, what each
 * size sets, and how well each value is known.
 *
 * @param name the file's name without its ending
 * @param system the system's name
 * @param published year and month of its first publication
 * @param sources what values were read in, by the label that marks use
 * @param shared the configuration that sizes share
 * @param sizes from small to large
 * @param marks how well values are known
 */
public record Recipe(
    String name,
    String system,
    String published,
    Map<String, String> sources,
    ConfigValues shared,
    List<Size> sizes,
    List<Mark> marks) {
  private static final String CORRECTIONS = "corrections.yaml";

  /**
   * A published size.
   *
   * @param name as the paper calls it
   * @param printed parameters as the paper prints them
   * @param values configuration keys it sets
   */
  public record Size(String name, String printed, Map<String, Object> values) {}

  /** A recipe's file, but for its training configuration. */
  private record Content(
      @Key(doc = "The system's name.") String system,
      @Key(doc = "Year and month of its first publication.") String published,
      Map<String, Object> sources,
      @Key(doc = "Published sizes, from small to large.") List<Map<String, Object>> sizes,
      @Key(doc = "How well values are known.", value = "") List<Mark> marks) {}

  /** The folder of recipes: {@code configs/recipes} of the program's home. */
  public static Path folder() {
    return Path.of(System.getProperty("kleiber.home", "."), "configs", "recipes");
  }

  /** All recipes of a folder, in the order of their publication. */
  public static List<Recipe> all(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith(CORRECTIONS))
          .map(Recipe::read)
          .sorted(Comparator.comparing(Recipe::published).thenComparing(Recipe::name))
          .toList();
    } catch (IOException e) {
      throw KleiberException.usage(
          "no recipes in " + folder + "; run from Kleiber's folder, or through ./kleiber", e);
    }
  }

  /** Whether a file's values are those of a recipe, not of a run. */
  public static boolean isRecipe(ConfigValues values) {
    return values.entries().containsKey("system") && values.entries().containsKey("sizes");
  }

  /** Reads a recipe's file. */
  public static Recipe read(Path file) {
    ConfigValues values = ConfigValues.read(file);
    if (!isRecipe(values)) {
      throw KleiberException.usage(
          file + " is not a recipe: it lacks system and sizes; choose a file of configs/recipes");
    }
    ConfigValues shared = values.extract("train", file);
    Content content = ConfigBinder.bind(values, Content.class).config();
    Map<String, String> sources = new LinkedHashMap<>();
    content.sources().forEach((label, text) -> sources.put(label, String.valueOf(text)));
    return new Recipe(
        file.getFileName().toString().replaceFirst("\\.yaml$", ""),
        content.system(),
        content.published(),
        sources,
        shared,
        content.sizes().stream().map(size -> size(size, file)).toList(),
        content.marks().stream().map(mark -> sourced(mark, sources, file)).toList());
  }

  private static Size size(Map<String, Object> entry, Path file) {
    Map<String, Object> values = new LinkedHashMap<>(entry);
    return new Size(
        take(values, "size", "a size", file), take(values, "printed", "a size", file), values);
  }

  private static Mark sourced(Mark mark, Map<String, String> sources, Path file) {
    for (String label : mark.source().isEmpty() ? new String[0] : mark.source().split(" \\+ ")) {
      if (!sources.containsKey(label)) {
        throw KleiberException.usage(
            file + ": a mark names the source \"" + label + "\", which sources does not hold");
      }
    }
    return mark;
  }

  private static String take(Map<String, Object> entry, String key, String what, Path file) {
    Object value = entry.remove(key);
    if (value == null) {
      throw KleiberException.usage(file + ": " + what + " lacks \"" + key + "\"");
    }
    return value.toString();
  }

  /** The size of that name; null for the smallest. */
  public Size size(String wanted) {
    return sizes.stream()
        .filter(size -> wanted == null || size.name().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                KleiberException.usage(
                    system
                        + " has no size \""
                        + wanted
                        + "\"; choose one of "
                        + sizes.stream().map(Size::name).collect(Collectors.joining(", "))));
  }

  /** The published configuration of a size, as values. */
  public ConfigValues values(Size size) {
    ConfigValues values = shared.copy();
    size.values()
        .forEach((key, value) -> values.apply(name + ", " + size.name(), new Edit(key, value)));
    return values;
  }

  /**
   * The published configuration of a size.
   *
   * @throws KleiberException when there is none, or its objective does not fit its context
   */
  public TrainConfig config(Size size) {
    TrainConfig config = ConfigBinder.bind(values(size), TrainConfig.class).config();
    try {
      config.objective().layout(config.model().context());
      return config;
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(name + ", " + size.name() + ": " + e.getMessage(), e);
    }
  }

  /** How well the value of a key is known: the mark with the longest key that fits. */
  public Mark mark(String key) {
    Mark best = new Mark(Mark.Grade.U, "", List.of(), "");
    int fit = -1;
    for (Mark mark : marks) {
      if (mark.fit(key) > fit) {
        fit = mark.fit(key);
        best = mark;
      }
    }
    return best;
  }
}
