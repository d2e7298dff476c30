package kleiber.core.foreign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * JSON that comes from elsewhere: one document, no key twice, nested 64 deep at most, every number
 * finite. A record that it is bound to has a value for each primitive; what else must be there its
 * constructor says.
 */
public final class ForeignJson {
  /** Bytes of a document that describes something: a configuration, a status, a manifest. */
  public static final int SMALL = 1 << 22;

  /** Bytes of a document that lists things by the thousand: all runs of a sweep. */
  public static final int LARGE = 1 << 26;

  private static final ObjectMapper JSON = mapper().build();

  private ForeignJson() {}

  /** A mapper that takes nothing for granted, to be given mix-ins. */
  public static JsonMapper.Builder mapper() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(400).build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(limits)
            // A table of names can be made to overflow by names of one hash.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return JsonMapper.builder(factory)
        .enable(
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
  }

  /**
   * The tree in a file.
   *
   * @param most bytes that the file may have
   * @throws KleiberException when it cannot be read or is not such JSON
   */
  public static JsonNode read(Path file, int most) {
    return parse(file.toString(), ForeignFile.bytes(file, most));
  }

  /**
   * The object in a file.
   *
   * @param most bytes that the file may have
   * @throws KleiberException as {@link #read}, or when it holds something else
   */
  public static ObjectNode object(Path file, int most) {
    JsonNode tree = read(file, most);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw KleiberException.corrupt(file + " is not a JSON object, but " + Shown.value(tree));
  }

  /**
   * The tree in {@code text}.
   *
   * @param place what the text is, for messages
   */
  public static JsonNode parse(String place, String text) {
    return parse(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of encoded text. */
  public static JsonNode parse(String place, byte[] content) {
    JsonNode tree;
    try {
      tree = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(
          place + line(e) + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw KleiberException.corrupt(place + " is not JSON: " + e.getMessage(), e);
    }
    if (tree.isMissingNode()) {
      throw KleiberException.corrupt(place + " is empty");
    }
    String beyond = beyond(tree);
    if (beyond != null) {
      throw KleiberException.corrupt(place + ":" + beyond + " is beyond what a number can hold");
    }
    return tree;
  }

  /** A value for messages: the beginning of a long one, and a word for one that is not there. */
  public static String shown(JsonNode node) {
    return node.isMissingNode() ? "absent" : Shown.value(node);
  }

  /**
   * The {@code schemaVersion} that a document has instead of {@code version}, in words; empty where
   * it is that one.
   */
  public static Optional<String> otherVersion(ObjectNode document, int version) {
    JsonNode given = document.path("schemaVersion");
    return given.isIntegralNumber() && given.longValue() == version
        ? Optional.empty()
        : Optional.of(Shown.value(given.isMissingNode() ? "not given" : given));
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
  }

  /**
   * Where a number is that would be read as infinite: JSON's are decimal text of any size. Null
   * where there is none. The place is put together on the way back, since to keep it at hand for
   * each of many numbers under a long key would take more memory than a file may ask for.
   */
  private static String beyond(JsonNode node) {
    if (node.isNumber()) {
      return Double.isFinite(node.doubleValue()) ? null : "";
    }
    if (node.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
        Map.Entry<String, JsonNode> field = all.next();
        String inside = beyond(field.getValue());
        if (inside != null) {
          return "/" + field.getKey() + inside;
        }
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      String inside = beyond(node.get(i));
      if (inside != null) {
        return "/" + i + inside;
      }
    }
    return null;
  }

  /**
   * A record that a tree describes.
   *
   * @param place what the tree is, for messages
   * @throws KleiberException naming the value that is missing, of another kind or not allowed
   */
  public static <T> T bind(String place, JsonNode tree, Class<T> type) {
    return bind(JSON, place, tree, type);
  }

  /** The same by a mapper that has mix-ins. */
  public static <T> T bind(ObjectMapper mapper, String place, JsonNode tree, Class<T> type) {
    T value;
    try {
      value = mapper.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(place + ": " + BindingFault.words(e, tree), e);
    } catch (RuntimeException e) {
      throw KleiberException.corrupt(place + ": " + e.getMessage(), e);
    }
    if (value == null) {
      throw KleiberException.corrupt(place + " must hold an object, not null");
    }
    return value;
  }
}
