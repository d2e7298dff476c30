package kleiber.trainer.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.KleiberException;

/**
 * Documents in JSON records, one after the other or in a list, of any length. A record whose text
 * is null is no document.
 */
final class JsonRecords {
  private static final ObjectMapper JSON = new ObjectMapper(factory());

  private final TextSource source;
  private final Reading reading;

  JsonRecords(TextSource source, Reading reading) {
    this.source = source;
    this.reading = reading;
  }

  /** Takes texts of any length, and NaN, which Python writes. */
  static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build();
  }

  /** Hands on the text of each record. */
  void read(String where, Reader text, DocumentSink sink) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      while (!sink.isFull()) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return;
        }
        if (token == JsonToken.START_OBJECT) {
          String place = where + ":" + parser.currentTokenLocation().getLineNr();
          document(place, JSON.readTree(parser), sink);
        } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
          throw KleiberException.corrupt(
              where + ":" + parser.currentTokenLocation().getLineNr() + ": not a JSON object");
        }
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw KleiberException.corrupt(
          where + ":" + line + ": not a JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private void document(String place, JsonNode record, DocumentSink sink) {
    JsonNode text = field(record, source.field());
    if (text.isNull()) {
      reading.withoutText();
    } else if (text.isTextual()) {
      sink.part(reading.withoutHalves(text.textValue()), true);
    } else {
      List<String> names = new ArrayList<>();
      record.fieldNames().forEachRemaining(names::add);
      throw KleiberException.usage(
          place
              + ": no text in field \""
              + source.field()
              + "\"; set "
              + source.key("field")
              + " to the field that holds it, of "
              + String.join(", ", names)
              + " (dots lead into nested records)");
    }
  }

  /** What is in a field: null where any record on the way is, missing where there is none. */
  static JsonNode field(JsonNode record, String field) {
    JsonNode whole = record.path(field);
    if (!whole.isMissingNode()) {
      return whole;
    }
    JsonNode node = record;
    for (String name : field.split("\\.")) {
      node = node.isNull() ? node : node.path(name);
    }
    return node;
  }
}
