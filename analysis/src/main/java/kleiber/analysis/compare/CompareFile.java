package kleiber.analysis.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.analysis.json.Json;
import kleiber.core.output.AtomicFile;

/**
 * {@code compare.json}: a comparison for programs. What is not finite is null: both ends of an
 * interval where the noise is not known, a gain or an upper end that has no end.
 */
public final class CompareFile {
  private static final int VERSION = 1;

  private CompareFile() {}

  /** The file's text. */
  public static String text(Comparison comparison) {
    VerdictWords words = new VerdictWords(comparison);
    var mapper = Json.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode whole = mapper.createObjectNode();
    whole.put("schemaVersion", VERSION);
    ObjectNode found = mapper.valueToTree(comparison);
    found.put("verdict", word(comparison.verdict()));
    found.put("wallClockVerdict", word(comparison.wallClockVerdict()));
    whole.setAll(found);
    whole.put("sentence", words.verdict() + ": " + words.sentence());
    try {
      return mapper.writeValueAsString(whole) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Writes the file whole.
   *
   * @throws kleiber.core.KleiberException when it cannot be written
   */
  public static void write(Path file, Comparison comparison) {
    AtomicFile.replace(file, text(comparison));
  }
}
