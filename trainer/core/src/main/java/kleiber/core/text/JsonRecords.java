package kleiber.core.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import kleiber.core.KleiberException;

/**
 * Documents in JSON records, one after the other or in a list. A record whose text is null is no
 * document.
 */
final class JsonRecords {
  private static final int LONGEST_TEXT = 1 << 26;
  private static final int LONGEST_NUMBER = 100_000;
  private static final JsonFactory JSON = factory();

  private final TextSource source;
  private final Reading reading;

  JsonRecords(TextSource source, Reading reading) {
    this.source = source;
    this.reading = reading;
  }

  /** Takes long texts, numbers that nobody reads, and NaN, which Python writes. */
  static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(LONGEST_TEXT)
                .maxNumberLength(LONGEST_NUMBER)
                .build())
        // A table of names can be made to overflow by names of one hash.
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
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
          document(place, RecordText.read(parser, source.field()), sink);
        } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
          throw KleiberException.corrupt(
              where + ":" + parser.currentTokenLocation().getLineNr() + ": not a JSON object");
        }
      }
    } catch (StreamConstraintsException e) {
      throw KleiberException.corrupt(
          String.format(
              Locale.ROOT,
              "%s: a record is larger than can be read: texts have at most %,d characters, and"
                  + " records are nested at most 1,000 deep; give long texts as files of text",
              where,
              LONGEST_TEXT),
          e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw KleiberException.corrupt(
          where + ":" + line + ": not a JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private void document(String place, RecordText record, DocumentSink sink) {
    RecordText.Value value = record.value();
    if (value != null && value.isNull()) {
      reading.withoutText();
    } else if (value != null && value.text() != null) {
      sink.part(reading.withoutHalves(value.text()), true);
    } else {
      throw KleiberException.usage(
          place
              + ": no text in field \""
              + source.field()
              + "\"; set "
              + source.key("field")
              + " to the field that holds it, of "
              + record.fields()
              + " (dots lead into nested records)");
    }
  }
}
