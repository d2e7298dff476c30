package kleiber.analysis.table;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import kleiber.core.VisibleText;
import kleiber.core.foreign.ForeignJson;

/**
 * Rows as JSON objects: one after the other, in a list, or in a list called {@code runs} of an
 * object, whose other keys are about all of them.
 */
final class JsonRows {
  private static final String RUNS = "runs";

  /** NaN is read, so that its row and column can be named. */
  private static final ObjectMapper JSON =
      ForeignJson.mapper().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final JsonParser parser;
  private final RowSink sink;
  private boolean listed;

  private JsonRows(JsonParser parser, RowSink sink) {
    this.parser = parser;
    this.sink = sink;
  }

  static void read(Reader text, RowSink sink) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      new JsonRows(parser, sink).documents();
    }
  }

  private void documents() throws IOException {
    boolean first = true;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (listed) {
        throw new JsonParseException(parser, "more follows the list of rows");
      }
      if (first && token == JsonToken.START_ARRAY) {
        list();
        listed = true;
      } else {
        row(token, first);
      }
      first = false;
    }
  }

  private void list() throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      row(parser.currentToken(), false);
    }
  }

  /**
   * A row, or all rows.
   *
   * @param mayHold whether the object may be one that holds the rows
   */
  private void row(JsonToken token, boolean mayHold) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw new JsonParseException(
          parser, "row " + (sink.rows() + 1) + " is not an object with a value for each column");
    }
    Map<String, String> row = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (mayHold && name.equals(RUNS) && value == JsonToken.START_ARRAY) {
        list();
        listed = true;
      } else if (listed && mayHold) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        row.put(sink.column(name), VisibleText.of(text(value)));
      }
    }
    if (!(listed && mayHold)) {
      sink.row(row);
    }
  }

  private String text(JsonToken value) throws IOException {
    return value.isStructStart() ? JSON.readTree(parser).toString() : parser.getText();
  }
}
