package kleiber.record;

import java.util.Optional;
import java.util.function.Supplier;
import kleiber.core.KleiberException;

/**
 * What files of a run say, or why they cannot be read: one bad file is no reason to do without all
 * the other runs.
 *
 * @param value empty where there is nothing to read yet, and where it cannot be read
 * @param fault in words, with file, place and how to mend it; null where nothing is wrong
 */
public record Look<T>(Optional<T> value, String fault) {
  /** Reads files of a run. */
  public static <T> Look<T> of(RunDirectory run, Supplier<Optional<T>> files) {
    try {
      return new Look<>(files.get(), null);
    } catch (KleiberException e) {
      return new Look<>(
          Optional.empty(),
          e.getMessage()
              + "; put back what was there, or delete "
              + run.path()
              + " and give sweep run again, which trains it anew");
    }
  }

  /** Whether something is wrong with them. */
  public boolean isBad() {
    return fault != null;
  }
}
