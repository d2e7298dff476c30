package kleiber.analysis.observations;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/**
 * Reads CSV with a header (separated by commas, semicolons, tabs or bars), JSON lines, or a JSON
 * array of objects, by what the file begins with.
 */
public final class Rows {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final char[] SEPARATORS = {';', '\t', '|'};

  /** NaN is read, so that its row and column can be named. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Rows() {}

  /**
   * The table in a file, of at least one row.
   *
   * @throws KleiberException when it cannot be read, is no table or has no rows
   */
  public static Table read(Path file) {
    List<JsonNode> rows;
    List<String> header = new ArrayList<>();
    long comments = 0;
    try {
      String text = Files.readString(file);
      text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      String start = text.stripLeading();
      if (start.isEmpty()) {
        throw KleiberException.usage(file + " is empty");
      }
      if (start.startsWith("[")) {
        rows = array(text);
      } else if (start.startsWith("{")) {
        rows = lines(text);
      } else {
        rows = csv(text, header);
        comments = text.lines().dropWhile(line -> !isHeader(line)).filter(Rows::isComment).count();
      }
    } catch (JsonProcessingException e) {
      throw KleiberException.usage(
          file + " is not a table: line " + line(e) + ": " + e.getOriginalMessage(), e);
    } catch (NoSuchFileException e) {
      throw KleiberException.usage("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw KleiberException.usage(file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + IoReason.of(e), e);
    }
    if (rows.isEmpty()) {
      throw KleiberException.usage(file + " has no rows");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).isObject()) {
        throw KleiberException.usage(
            file + " row " + (i + 1) + " is not an object with a value for each column");
      }
    }
    return Table.of(file, header, rows, comments);
  }

  /** The cells of a row that hold something, as text by column; nested values as JSON. */
  public static Map<String, String> cells(JsonNode row) {
    Map<String, String> cells = new LinkedHashMap<>();
    row.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              String text = value.isValueNode() ? value.asText() : value.toString();
              if (!value.isNull() && !text.isEmpty()) {
                cells.put(field.getKey(), text);
              }
            });
    return cells;
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "?" : Integer.toString(e.getLocation().getLineNr());
  }

  private static List<JsonNode> array(String text) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    JSON.readTree(text).forEach(rows::add);
    return rows;
  }

  private static List<JsonNode> lines(String text) throws IOException {
    try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(text)) {
      return lines.readAll();
    }
  }

  /** Rows of CSV; the names of its columns are added to {@code header}. */
  private static List<JsonNode> csv(String text, List<String> header) throws IOException {
    CsvMapper csv = new CsvMapper();
    csv.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
    csv.enable(CsvParser.Feature.TRIM_SPACES);
    CsvSchema schema =
        CsvSchema.emptySchema().withHeader().withComments().withColumnSeparator(separator(text));
    try (MappingIterator<JsonNode> lines =
        csv.readerFor(JsonNode.class).with(schema).readValues(text)) {
      List<JsonNode> rows = lines.readAll();
      for (CsvSchema.Column column : (CsvSchema) lines.getParserSchema()) {
        String name = column.getName();
        if (header.contains(name) && !ColumnName.isMissing(name)) {
          throw new JsonParseException(null, "the header names column \"" + name + "\" twice");
        }
        header.add(name);
      }
      return rows;
    }
  }

  /** The one of the usual separators that the header has most of; a comma where it has none. */
  private static char separator(String text) {
    String header =
        text.lines().filter(Rows::isHeader).findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
    char most = ',';
    for (char separator : SEPARATORS) {
      if (count(header, separator) > count(header, most)) {
        most = separator;
      }
    }
    return most;
  }

  /** Whether a line is the header, if none before it is. */
  private static boolean isHeader(String line) {
    return !line.isBlank() && !isComment(line);
  }

  private static boolean isComment(String line) {
    return line.stripLeading().startsWith("#");
  }

  private static long count(String header, char separator) {
    return header.chars().filter(c -> c == separator).count();
  }
}
