package kleiber.analysis.observations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/**
 * Reads CSV with a header, JSON lines, or a JSON array of objects, by what the file begins with.
 */
public final class Rows {
  private Rows() {}

  /**
   * The rows of a file, at least one, as objects.
   *
   * @throws KleiberException when it cannot be read, is no table or has no rows
   */
  public static List<JsonNode> read(Path file) {
    List<JsonNode> rows;
    try {
      String text = Files.readString(file);
      String start = text.stripLeading();
      rows = start.startsWith("[") ? array(text) : start.startsWith("{") ? lines(text) : csv(text);
    } catch (JsonProcessingException e) {
      throw KleiberException.usage(file + " is not a table: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + IoReason.of(e), e);
    }
    if (rows.isEmpty()) {
      throw KleiberException.usage(file + " has no rows");
    }
    return rows;
  }

  private static List<JsonNode> array(String text) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    new ObjectMapper().readTree(text).forEach(rows::add);
    return rows;
  }

  private static List<JsonNode> lines(String text) throws IOException {
    try (MappingIterator<JsonNode> lines =
        new ObjectMapper().readerFor(JsonNode.class).readValues(text)) {
      return lines.readAll();
    }
  }

  private static List<JsonNode> csv(String text) throws IOException {
    CsvMapper csv = new CsvMapper();
    csv.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
    csv.enable(CsvParser.Feature.TRIM_SPACES);
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withComments();
    try (MappingIterator<JsonNode> lines =
        csv.readerFor(JsonNode.class).with(schema).readValues(text)) {
      return lines.readAll();
    }
  }
}
