package kleiber.trainer.recipe;

import java.util.Arrays;
import java.util.List;
import kleiber.trainer.KleiberException;
import kleiber.trainer.Shown;

/**
 * How well values are known.
 *
 * @param grade how well
 * @param source the label of a source, empty for none
 * @param keys the configuration keys, or groups of them, it is about
 * @param note a remark, empty for none
 */
public record Mark(Grade grade, String source, List<String> keys, String note) {
  /** How well a value is known. */
  public enum Grade {
    /** Read in the source. */
    V("verified in the source"),
    /** Computed from what was read. */
    D("derived"),
    /** Recalled, not read again. */
    M("recalled"),
    /** Not published: the value here is our choice. */
    U("not published; our choice");

    private final String meaning;

    Grade(String meaning) {
      this.meaning = meaning;
    }

    /**
     * The grade that a file names.
     *
     * @throws KleiberException when it names none
     */
    static Grade of(Object letter) {
      return Arrays.stream(values())
          .filter(grade -> grade.name().equals(letter))
          .findFirst()
          .orElseThrow(
              () ->
                  KleiberException.usage(
                      "a mark is V, D, M or U, not \"" + Shown.value(letter) + "\""));
    }

    /** In words. */
    public String meaning() {
      return meaning;
    }
  }

  /** Length of the longest of the keys that {@code key} is, or lies in; -1 for none. */
  int fit(String key) {
    return keys.stream()
        .filter(own -> key.equals(own) || key.startsWith(own + "."))
        .mapToInt(String::length)
        .max()
        .orElse(-1);
  }
}
