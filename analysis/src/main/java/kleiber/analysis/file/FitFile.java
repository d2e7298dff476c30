package kleiber.analysis.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import kleiber.analysis.json.Json;
import kleiber.analysis.study.FitReport;
import kleiber.core.KleiberException;
import kleiber.core.foreign.Complete;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.output.AtomicFile;
import kleiber.record.table.FitFormat;

/** {@code fit.json}: writes a {@link FitReport}, and reads what was written. */
public final class FitFile {
  private static final ObjectMapper JSON = Json.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  private FitFile() {}

  /** Replaces a file by a report. */
  public static void write(Path file, FitReport report) {
    AtomicFile.replace(file, text(report));
  }

  /** A report as JSON. */
  public static String text(FitReport report) {
    try {
      return JSON.writeValueAsString(FitJson.of(report));
    } catch (IOException e) {
      throw KleiberException.failure("cannot write the fit as JSON", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws KleiberException when it is missing, no fit, or of another version of the format
   */
  public static FitReport read(Path file) {
    ObjectNode tree = FitFormat.read(file, "kleiber fit TABLE --out " + file);
    FitJson json =
        Complete.require(
            file.toString(), ForeignJson.bind(Json.reader(), file.toString(), tree, FitJson.class));
    WholeFit.require(file.toString(), json);
    return json.toReport();
  }
}
