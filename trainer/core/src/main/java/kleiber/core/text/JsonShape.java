package kleiber.core.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells files of JSON records from other text. */
final class JsonShape {
  private static final JsonFactory JSON = JsonRecords.factory();
  private static final Set<String> LINES = Set.of("jsonl", "ndjson", "jsonlines");

  private JsonShape() {}

  /**
   * Whether each record of a file is a document. Files of JSON lines say so by their names; a
   * {@code .json} file may be anything, so it is one if it begins with a list of records, with
   * several, or with one that has the field.
   *
   * @param name in any case
   * @param head the beginning of the text
   */
  static boolean isRecords(String name, String head, String field) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return LINES.contains(ending) || ending.equals("json") && isRecords(head, field);
  }

  private static boolean isRecords(String head, String field) {
    try (JsonParser parser = JSON.createParser(head)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return parser.nextToken() == JsonToken.START_OBJECT;
      }
      if (first != JsonToken.START_OBJECT) {
        return false;
      }
      boolean hasField = RecordText.read(parser, field).value() != null;
      return hasField || parser.nextToken() == JsonToken.START_OBJECT;
    } catch (IOException e) {
      String last = field.substring(field.lastIndexOf('.') + 1);
      return Pattern.compile('"' + Pattern.quote(last) + "\"\\s*:").matcher(head).find();
    }
  }
}
