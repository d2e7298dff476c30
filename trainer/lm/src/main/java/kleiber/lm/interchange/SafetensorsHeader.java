package kleiber.lm.interchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;
import kleiber.lm.interchange.Safetensors.Entry;

/**
 * The JSON header of a {@code .safetensors} file: where each tensor lies, each of them possible.
 */
final class SafetensorsHeader {
  private static final int MOST_DIMENSIONS = 8;

  private final Path file;

  private SafetensorsHeader(Path file) {
    this.file = file;
  }

  /**
   * The tensors by name.
   *
   * @param file for messages
   * @param dataBytes bytes that follow the header
   */
  static Map<String, Entry> read(Path file, byte[] json, long dataBytes) {
    JsonNode root = ForeignJson.parse(file + ": the header", json);
    if (!root.isObject()) {
      throw KleiberException.corrupt(
          file + ": the header must be a JSON object, not " + Shown.value(root));
    }
    SafetensorsHeader header = new SafetensorsHeader(file);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = root.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      if (!field.getKey().equals("__metadata__")) {
        entries.put(field.getKey(), header.entry(field.getKey(), field.getValue()));
      }
    }
    header.rejectOverlaps(entries, dataBytes);
    return entries;
  }

  private Entry entry(String name, JsonNode node) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode shape = node.path("shape");
    if (!offsets.isArray() || offsets.size() != 2 || !shape.isArray()) {
      throw corrupt(name, "has no shape or data_offsets");
    }
    if (shape.size() > MOST_DIMENSIONS) {
      throw corrupt(name, "has " + shape.size() + " dimensions");
    }
    int[] dimensions = new int[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = (int) count(name, shape.get(i), Integer.MAX_VALUE);
    }
    Entry entry =
        new Entry(
            node.path("dtype").asText(),
            dimensions,
            count(name, offsets.get(0), Long.MAX_VALUE),
            count(name, offsets.get(1), Long.MAX_VALUE));
    try {
      long bytes = Math.multiplyExact(entry.size(), (long) entry.bytesPerElement());
      if (entry.end() - entry.begin() != bytes) {
        throw corrupt(
            name, "needs " + bytes + " bytes but lies at " + entry.begin() + " to " + entry.end());
      }
    } catch (ArithmeticException e) {
      throw corrupt(name, "has more elements than can be counted");
    } catch (IllegalArgumentException e) {
      throw corrupt(name, e.getMessage());
    }
    return entry;
  }

  /** A dimension or an offset. */
  private long count(String name, JsonNode node, long most) {
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    if (!whole || node.longValue() < 0 || node.longValue() > most) {
      throw corrupt(name, "has the impossible size or offset " + Shown.value(node));
    }
    return node.longValue();
  }

  private void rejectOverlaps(Map<String, Entry> entries, long dataBytes) {
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
    ordered.sort(Comparator.comparingLong(e -> e.getValue().begin()));
    long end = 0;
    for (Map.Entry<String, Entry> entry : ordered) {
      if (entry.getValue().begin() < end) {
        throw corrupt(entry.getKey(), "overlaps another tensor");
      }
      end = entry.getValue().end();
      if (end > dataBytes) {
        throw corrupt(entry.getKey(), "ends after the end of the file");
      }
    }
  }

  private KleiberException corrupt(String name, String what) {
    return KleiberException.corrupt(file + ": tensor " + Shown.value(name) + " " + what);
  }
}
