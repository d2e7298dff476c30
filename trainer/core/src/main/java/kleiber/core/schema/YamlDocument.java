package kleiber.core.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * One YAML document as values by dotted path. It may come from anywhere, so all of it is bounded,
 * and what YAML has beyond keys, lists and scalars is refused rather than misread: aliases, tags,
 * keys given twice, characters that cannot be seen.
 */
final class YamlDocument {
  /** Characters of a document. */
  static final int MOST_CHARACTERS = 1_000_000;

  /** Characters of a key with the groups that it is in. */
  static final int LONGEST_PATH = 300;

  private static final int MOST_KEYS = 5_000;
  private static final int MOST_ITEMS = 100_000;
  private static final int DEEPEST = 50;
  private static final int LONGEST_VALUE = 10_000;

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private final String name;
  private final YAMLParser parser;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Set<String> groups = new HashSet<>();
  private int elements;

  /**
   * A value.
   *
   * @param value a String, a List, a Map where it is in a list, or null
   * @param line it stands in, from 1
   */
  record Item(Object value, int line) {}

  private YamlDocument(String name, YAMLParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /**
   * The values of {@code text} by their paths, in their order.
   *
   * @param name of the file, for messages
   * @throws KleiberException naming file and line of what is not YAML, or not read here
   */
  static Map<String, Item> read(String text, String name) {
    if (text.length() > MOST_CHARACTERS) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s has %,d characters; at most %,d are read",
              name,
              text.length(),
              MOST_CHARACTERS));
    }
    try (YAMLParser parser = FACTORY.createParser(text)) {
      YamlDocument document = new YamlDocument(name, parser);
      document.read();
      return document.items;
    } catch (JsonProcessingException e) {
      throw notYaml(name, e.getOriginalMessage(), line(e), e);
    } catch (IOException e) {
      throw notYaml(name, IoReason.of(e), "", e);
    } catch (KleiberException e) {
      throw e;
    } catch (RuntimeException e) {
      // SnakeYAML lets some of its own and of Java's exceptions out.
      throw notYaml(name, String.valueOf(e.getMessage()), "", e);
    }
  }

  private static KleiberException notYaml(String name, String reason, String line, Exception e) {
    return KleiberException.usage("cannot read " + name + " as YAML: " + reason + line, e);
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
  }

  private void read() throws IOException {
    JsonToken first = next();
    if (first == null) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      throw KleiberException.usage(name + " must hold keys and values, such as \"seed: 1\"");
    }
    object("");
    if (parser.nextToken() != null) {
      throw KleiberException.usage(name + " holds more than one YAML document; keep one");
    }
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (parser.isCurrentAlias()) {
      throw refused("*" + Shown.value(parser.getText()) + " is a YAML alias; write its value out");
    }
    if (parser.getTypeId() != null) {
      throw refused(
          "!" + Shown.value(parser.getTypeId()) + " is a YAML tag, which is not read; take it out");
    }
    return token;
  }

  private KleiberException refused(String why) {
    return KleiberException.usage(name + ":" + lineNumber() + ": " + why);
  }

  private int lineNumber() {
    return parser.currentLocation().getLineNr();
  }

  private void object(String prefix) throws IOException {
    while (next() != JsonToken.END_OBJECT) {
      String path = prefix + key();
      int line = lineNumber();
      JsonToken token = next();
      requireNew(path, line);
      if (token == JsonToken.START_OBJECT) {
        groups.add(path);
        object(path + ".");
      } else {
        items.put(path, new Item(value(token), line));
      }
    }
  }

  private String key() throws IOException {
    String key = parser.currentName();
    if (key.isBlank() || key.equals("<<") || key.codePoints().anyMatch(Shown::isUnseen)) {
      throw refused("\"" + Shown.value(key) + "\" is no key; take it out");
    }
    return key;
  }

  private void requireNew(String path, int line) {
    if (path.length() > LONGEST_PATH || items.size() >= MOST_KEYS) {
      String what =
          path.length() > LONGEST_PATH
              ? "keys longer than " + LONGEST_PATH + " characters"
              : "more than " + MOST_KEYS + " keys";
      throw refused(what + " are not read: " + Shown.value(path));
    }
    boolean given = items.containsKey(path) || groups.contains(path);
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      String group = path.substring(0, dot);
      given |= items.containsKey(group);
      groups.add(group);
    }
    if (given) {
      throw KleiberException.usage(name + ":" + line + ": " + path + " is given twice; keep one");
    }
  }

  private Object value(JsonToken token) throws IOException {
    if (++elements > MOST_ITEMS) {
      throw refused("more than " + MOST_ITEMS + " values are not read; shorten the lists");
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      for (JsonToken next = next(); next != JsonToken.END_ARRAY; next = next()) {
        list.add(value(next));
      }
      return list;
    }
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (next() != JsonToken.END_OBJECT) {
        String key = key();
        if (map.containsKey(key)) {
          throw refused(key + " is given twice; keep one");
        }
        map.put(key, value(next()));
      }
      return map;
    }
    return token == JsonToken.VALUE_NULL ? null : scalar(parser.getText());
  }

  /** Text with no character that moves a cursor, ends a C string or turns what follows round. */
  private String scalar(String text) {
    if (text.length() > LONGEST_VALUE) {
      throw refused(
          "\"" + Shown.value(text) + "\" is longer than " + LONGEST_VALUE + "; shorten it");
    }
    boolean unseen = text.codePoints().anyMatch(c -> c != '\n' && c != '\t' && Shown.isHarmful(c));
    if (unseen) {
      throw refused(
          "\"" + Shown.value(text) + "\" holds a character that cannot be seen; take it out");
    }
    return text;
  }
}
