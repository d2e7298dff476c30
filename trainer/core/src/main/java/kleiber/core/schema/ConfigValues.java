package kleiber.core.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignFile;

/**
 * Configuration values by dotted path, each with where it came from. A value is a String (any
 * scalar as written), a List of such, or null.
 *
 * <p>Later sources win: the file's {@code base}, then the file, then {@code --set} in order.
 */
public final class ConfigValues {
  private static final String BASE = "base";
  private static final String VALUE = "value";
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Sources taken in so far: the rank of the latest. */
  private int sources;

  /**
   * One value and where it came from.
   *
   * @param value a String, a List, or null
   * @param origin such as {@code train.yaml:12} or {@code --set}
   * @param rank of its source: later sources have higher ones; 0 for defaults
   * @param folder what relative paths are meant from, null for the working directory
   */
  public record Entry(Object value, String origin, int rank, Path folder) {
    Entry with(Object other) {
      return new Entry(other, origin, rank, folder);
    }
  }

  /** Reads a YAML file and the files its {@code base} key names, relative to it. */
  public static ConfigValues read(Path file) {
    ConfigValues values = new ConfigValues();
    values.include(file, new Inclusion());
    return values;
  }

  /** Reads YAML text; {@code name} stands for the file in messages. */
  public static ConfigValues parse(String text, String name) {
    return parse(text, name, null);
  }

  private static ConfigValues parse(String text, String name, Path folder) {
    ConfigValues values = new ConfigValues();
    values.sources++;
    YamlDocument.read(text, name)
        .forEach(
            (path, item) ->
                values.entries.put(
                    path,
                    new Entry(item.value(), name + ":" + item.line(), values.sources, folder)));
    return values;
  }

  /**
   * Applies {@code key=value} as given to {@code --set}; the value is YAML, so lists work.
   *
   * @return this
   */
  public ConfigValues set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1 || equals > YamlDocument.LONGEST_PATH) {
      throw KleiberException.usage(
          "--set needs key=value, not \""
              + Shown.value(assignment)
              + "\"; for example --set optimizer.lr=3e-4");
    }
    String key = assignment.substring(0, equals).strip();
    ConfigValues parsed =
        parse(VALUE + ": " + assignment.substring(equals + 1), "--set " + Shown.value(assignment));
    sources++;
    for (Map.Entry<String, Entry> entry : parsed.entries.entrySet()) {
      String below = entry.getKey();
      if (!below.equals(VALUE) && !below.startsWith(VALUE + ".")) {
        throw KleiberException.usage(
            "--set takes one key; give " + Shown.value(below) + " a --set of its own");
      }
      String path = key + below.substring(VALUE.length());
      put(path, new Entry(entry.getValue().value(), "--set", sources, null));
    }
    return this;
  }

  /**
   * Makes changes, each of which wins over what was there and over those before it.
   *
   * @param origin who makes them, for messages
   * @return this
   */
  public ConfigValues apply(String origin, List<Edit> edits) {
    for (Edit edit : edits) {
      sources++;
      put(edit.path(), new Entry(edit.value(), origin, sources, null));
    }
    return this;
  }

  /** Makes changes that are named one by one. */
  public ConfigValues apply(String origin, Edit... edits) {
    return apply(origin, List.of(edits));
  }

  private void put(String path, Entry entry) {
    entries.keySet().removeIf(other -> other.startsWith(path + "."));
    entries.keySet().removeIf(other -> path.startsWith(other + "."));
    entries.put(path, entry);
  }

  /** A copy that can be changed on its own. */
  public ConfigValues copy() {
    ConfigValues copy = new ConfigValues();
    copy.entries.putAll(entries);
    copy.sources = sources;
    return copy;
  }

  /** A copy in which names of files say by themselves where these are. */
  public ConfigValues absolute(Places places) {
    return settled(Set.of(), places);
  }

  /** A copy without some values, in which names of files say by themselves where these are. */
  ConfigValues settled(Set<String> without, Places places) {
    ConfigValues copy = copy();
    copy.entries.keySet().removeAll(without);
    copy.entries.replaceAll(
        (path, entry) -> entry.with(places.absolute(path, entry.value(), entry.folder())));
    return copy;
  }

  /**
   * Moves the group at {@code path} out into values of its own, as if it were a file beside {@code
   * file}: its {@code base} key names files relative to that.
   */
  public ConfigValues extract(String path, Path file) {
    ConfigValues own = new ConfigValues();
    own.sources = sources;
    String prefix = path + ".";
    entries.forEach(
        (key, entry) -> {
          if (key.startsWith(prefix)) {
            own.entries.put(key.substring(prefix.length()), entry);
          }
        });
    entries.keySet().removeIf(key -> key.startsWith(prefix));
    ConfigValues whole = new ConfigValues();
    whole.merge(own, file, new Inclusion());
    return whole;
  }

  /** All values by path, in the order they were first given. */
  public Map<String, Entry> entries() {
    return entries;
  }

  private void include(Path file, Inclusion inclusion) {
    Path path = file.toAbsolutePath().normalize();
    inclusion.enter(path);
    if (!Files.exists(path)) {
      throw KleiberException.usage("no configuration file " + file + "; check the path");
    }
    String text = ForeignFile.text(path, 4 * YamlDocument.MOST_CHARACTERS);
    Path place = place(path);
    merge(parse(text, file.toString(), place.getParent()), place, inclusion);
    inclusion.leave(path);
  }

  /**
   * Where a file lies for those that it names; what comes through a pipe, in the working folder.
   */
  private static Path place(Path file) {
    return Files.isRegularFile(file) ? file : Path.of("stdin").toAbsolutePath();
  }

  /** Takes the files that {@code own} names as its base, then its other values. */
  private void merge(ConfigValues own, Path file, Inclusion inclusion) {
    Entry base = own.entries.remove(BASE);
    if (base != null) {
      List<?> names = base.value() instanceof List<?> list ? list : Arrays.asList(base.value());
      for (Object name : names) {
        if (!(name instanceof String text) || text.isBlank()) {
          throw KleiberException.usage(
              base.origin() + ": base must name a file, or be a list of such names");
        }
        include(file.resolveSibling(text), inclusion);
      }
    }
    inclusion.count(own.entries.size());
    int before = sources;
    own.entries.forEach(
        (key, entry) ->
            put(
                key,
                new Entry(entry.value(), entry.origin(), before + entry.rank(), entry.folder())));
    sources += own.sources;
  }

  /** The values as YAML that reads back the same. */
  public String toYaml() {
    Map<String, Object> root = new LinkedHashMap<>();
    entries.forEach((path, entry) -> nest(root, path, entry.value()));
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static void nest(Map<String, Object> group, String path, Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      group.put(path, value);
      return;
    }
    Object child = group.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<>());
    nest((Map<String, Object>) child, path.substring(dot + 1), value);
  }
}
