package kleiber.core.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a JSON record, taken while the record is read past: nothing else of it is kept, so
 * that it may hold anything.
 */
final class RecordText {
  private static final int NAMED = 12;
  private static final int LONGEST_NAME = 40;

  private final List<String> names = new ArrayList<>();
  private Value whole;
  private Value nested;

  /**
   * A field's value.
   *
   * @param text null where it is something else
   * @param isNull whether it is null, or any record on the way to it is
   */
  record Value(String text, boolean isNull) {}

  private RecordText() {}

  /**
   * Reads a record.
   *
   * @param parser at the record's beginning, and then at its end
   * @param field its name, or names with dots between them that lead into nested records
   */
  static RecordText read(JsonParser parser, String field) throws IOException {
    RecordText record = new RecordText();
    record.object(parser, field, true);
    return record;
  }

  private void object(JsonParser parser, String wanted, boolean isWhole) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (isWhole && names.size() <= NAMED) {
        names.add(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name);
      }
      JsonToken value = parser.nextToken();
      boolean leads = wanted.startsWith(name + ".");
      if (name.equals(wanted)) {
        take(value(parser, value), isWhole);
      } else if (leads && value == JsonToken.START_OBJECT) {
        object(parser, wanted.substring(name.length() + 1), false);
      } else if (leads && value == JsonToken.VALUE_NULL) {
        take(new Value(null, true), false);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static Value value(JsonParser parser, JsonToken token) throws IOException {
    String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
    parser.skipChildren();
    return new Value(text, token == JsonToken.VALUE_NULL);
  }

  private void take(Value value, boolean isWhole) {
    if (isWhole) {
      whole = value;
    } else {
      nested = value;
    }
  }

  /** The field's value, null where the record has no such field. */
  Value value() {
    return whole != null ? whole : nested;
  }

  /** The record's first fields, for messages. */
  String fields() {
    List<String> shown = names.subList(0, Math.min(NAMED, names.size()));
    return String.join(", ", shown) + (names.size() > NAMED ? " and more" : "");
  }
}
