package kleiber.analysis.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Reads tables in any form, by what the file begins with: {@link CsvRows} or {@link JsonRows}. A
 * row is its cells by column, as text that can be seen; what is nested in JSON stays JSON.
 */
public final class TableFile {
  private TableFile() {}

  /**
   * The table in a file, of at least one row.
   *
   * @throws KleiberException when it cannot be read, is no table, has no rows or is too large
   */
  public static Table read(Path file) {
    List<Map<String, String>> rows = new ArrayList<>();
    Summary summary = each(file, TableLimits.RUNS, (row, index) -> rows.add(row));
    return new Table(file, summary.columns, List.copyOf(rows), summary.comments);
  }

  /**
   * What a table is, beside its rows.
   *
   * @param columns in order of appearance, those without a name left out
   * @param comments lines below the header that begin with #, which are no rows
   */
  public record Summary(Set<String> columns, long comments) {}

  /**
   * Reads a table row by row.
   *
   * @param rows told each row with its place, from 0
   * @throws KleiberException as {@link #read}
   */
  public static Summary each(
      Path file, TableLimits limits, ObjIntConsumer<Map<String, String>> rows) {
    RowSink sink = new RowSink(file, limits, rows);
    long comments = 0;
    try (BufferedReader text = TableText.open(file, limits)) {
      String head = TableText.head(text);
      String start = head.stripLeading();
      if (start.isEmpty()) {
        throw KleiberException.usage(file + " is empty");
      }
      if (start.startsWith("[") || start.startsWith("{")) {
        JsonRows.read(text, sink);
      } else {
        comments = CsvRows.read(text, head, sink);
      }
    } catch (JsonProcessingException e) {
      throw KleiberException.usage(
          file + " is not a table: " + place(e, sink) + ": " + e.getOriginalMessage(), e);
    } catch (NoSuchFileException e) {
      throw KleiberException.usage("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw KleiberException.usage(file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw KleiberException.usage(
          Files.isDirectory(file)
              ? file + " is a folder, not a table"
              : "cannot read " + file + ": " + IoReason.of(e),
          e);
    }
    if (sink.rows() == 0) {
      throw KleiberException.usage(file + " has no rows");
    }
    return new Summary(sink.columns(), comments);
  }

  private static String place(JsonProcessingException e, RowSink sink) {
    return e.getLocation() == null
        ? "row " + (sink.rows() + 1)
        : "line " + e.getLocation().getLineNr();
  }
}
