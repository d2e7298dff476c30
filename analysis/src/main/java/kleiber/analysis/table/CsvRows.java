package kleiber.analysis.table;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.Shown;
import kleiber.core.VisibleText;
import kleiber.core.text.CsvText;

/** CSV with a header, separated by commas, semicolons, tabs or bars. */
final class CsvRows {
  private static final char[] SEPARATORS = {';', '\t', '|'};

  private static final CsvFactory CSV =
      CsvFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(TableLimits.CELL).build())
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .build();

  private final RowSink sink;
  private final List<String> header = new ArrayList<>();

  /** Where the row begins that is read. */
  private JsonLocation line;

  private CsvRows(RowSink sink) {
    this.sink = sink;
  }

  /**
   * Reads all rows.
   *
   * @param head what the text begins with
   * @return how many lines below the header are comments
   */
  static long read(BufferedReader text, String head, RowSink sink) throws IOException {
    Comments comments = new Comments(text);
    try (CsvParser parser = CSV.createParser(comments)) {
      parser.setSchema(CsvSchema.emptySchema().withComments().withColumnSeparator(separator(head)));
      new CsvRows(sink).read(parser);
    }
    return comments.count();
  }

  private void read(CsvParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      line = parser.currentLocation();
      List<String> cells = cells(parser);
      if (header.isEmpty()) {
        header(parser, cells);
      } else {
        row(parser, cells);
      }
    }
  }

  /** The cells of a line, no more than a table has columns, and two. */
  private static List<String> cells(CsvParser parser) throws IOException {
    List<String> cells = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (cells.size() < TableLimits.COLUMNS + 2) {
        cells.add(CsvText.read(parser.getText()));
      }
    }
    return cells;
  }

  private void header(JsonParser parser, List<String> names) throws JsonParseException {
    for (String name : names) {
      String shown = sink.column(name);
      if (!ColumnName.isMissing(shown) && header.contains(shown)) {
        throw new JsonParseException(
            parser, "the header names column \"" + Shown.value(name) + "\" twice");
      }
      header.add(shown);
    }
  }

  private void row(JsonParser parser, List<String> cells) throws JsonParseException {
    int columns = header.size();
    if (cells.stream().skip(columns).anyMatch(cell -> !cell.isEmpty())) {
      throw new JsonParseException(
          parser,
          "the row has "
              + (cells.size() > TableLimits.COLUMNS ? "very many" : cells.size())
              + " cells and the header names "
              + columns
              + " columns: the first too many is \""
              + Shown.value(cells.get(columns))
              + "\"",
          line);
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(columns, cells.size()); i++) {
      row.putIfAbsent(header.get(i), VisibleText.of(cells.get(i)));
    }
    sink.row(row);
  }

  /** The one of the usual separators that the header has most of; a comma where it has none. */
  private static char separator(String head) {
    String header =
        head.lines()
            .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
            .findFirst()
            .orElse("")
            .replaceAll("\"[^\"]*+\"", "");
    char most = ',';
    for (char separator : SEPARATORS) {
      if (count(header, separator) > count(header, most)) {
        most = separator;
      }
    }
    return most;
  }

  private static long count(String header, char separator) {
    return header.chars().filter(c -> c == separator).count();
  }
}
