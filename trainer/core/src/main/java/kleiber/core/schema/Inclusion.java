package kleiber.core.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;

/**
 * The files that a configuration is being put together from, by way of {@code base}. Files that
 * name each other twice over would be read two, four, eight times, so reading is counted, not
 * files.
 */
final class Inclusion {
  private static final int MOST_FILES = 50;
  private static final int MOST_VALUES = 10_000;

  private final List<Path> open = new ArrayList<>();
  private int files;
  private int values;

  /** Begins a file; every one that is not left yet includes it. */
  void enter(Path file) {
    if (open.contains(file)) {
      String way =
          open.stream()
              .map(path -> path.getFileName().toString())
              .collect(Collectors.joining(", "));
      throw KleiberException.usage(
          "base: " + file + " includes itself by way of " + way + "; remove one of them");
    }
    if (++files > MOST_FILES) {
      throw KleiberException.usage(
          "base: more than " + MOST_FILES + " files in all, " + file + " the last; name fewer");
    }
    open.add(file);
  }

  /** Ends a file. */
  void leave(Path file) {
    open.remove(file);
  }

  /** Takes in a file's values. */
  void count(int more) {
    values += more;
    if (values > MOST_VALUES) {
      throw KleiberException.usage(
          "base: the files have more than " + MOST_VALUES + " keys in all; name fewer");
    }
  }
}
