package kleiber.record.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignJson;

/**
 * What of {@code fit.json} is read by others than its writer: a sweep's rule takes a learning rate
 * from a fitted law.
 */
public final class FitFormat {
  /** The version of the format; one of another is refused. */
  public static final int VERSION = 3;

  /** The law's name. */
  public static final String LAW = "law";

  /** What was fitted: an object with a name and a unit. */
  public static final String TARGET = "target";

  /** The column of the table that each input was read from, by the input's letter. */
  public static final String COLUMNS = "columns";

  /** The fitted parameters by name. */
  public static final String PARAMETERS = "parameters";

  private FitFormat() {}

  /** The name of a target that is the best value of a hyperparameter's column. */
  public static String best(String column) {
    return "best " + column;
  }

  /**
   * Reads a file of this version.
   *
   * @param make how one is made, in words
   * @throws KleiberException when it is missing, no JSON object, or of another version
   */
  public static ObjectNode read(Path file, String make) {
    if (!Files.exists(file)) {
      throw KleiberException.usage("there is no file " + file + "; make it with " + make);
    }
    ObjectNode fit = ForeignJson.object(file, ForeignJson.SMALL);
    Optional<String> other = ForeignJson.otherVersion(fit, VERSION);
    if (other.isPresent()) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s is no fit, or one of another version of kleiber: its schemaVersion is %s, and this"
                  + " kleiber reads %d; make it again with %s",
              file,
              other.get(),
              VERSION,
              make));
    }
    return fit;
  }
}
