package kleiber.lm.batch;

import java.util.List;
import java.util.Locale;
import kleiber.core.KleiberException;

/**
 * What the integers of a batch may be: all that a model looks up by. Kernels trust them, and memory
 * outside a table would be read or written otherwise; so every batch is checked here before a
 * backend sees it, the same way for all.
 *
 * @param ranges one for each field of the layout
 */
public record IndexRanges(List<Range> ranges) {
  /** Values of a field from {@code least}, at most 1, to {@code most}, at least 0. */
  public record Range(Field field, int least, int most) {
    /**
     * Whether all are in range: then no difference to either end has a sign. In a form that the JIT
     * compiler vectorises, for it runs before every step.
     */
    private boolean holdsAll(int[] values) {
      int signs = 0;
      for (int i = 0; i < values.length; i++) {
        signs |= (values[i] - least) | (most - values[i]);
      }
      return signs >= 0;
    }
  }

  /** Keeps a copy. */
  public IndexRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * Refuses a batch that holds anything else.
   *
   * @param where the batch comes from, to stand before the message
   * @param first number of its first sequence, for the message
   * @throws KleiberException naming the first such value
   */
  public void require(Batch batch, String where, long first) {
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (!range.holdsAll(batch.get(range.field()))) {
        throw refusal(range, batch, where, first);
      }
    }
  }

  private static KleiberException refusal(Range range, Batch batch, String where, long first) {
    int[] values = batch.get(range.field());
    int at = 0;
    while (values[at] >= range.least() && values[at] <= range.most()) {
      at++;
    }
    int columns = batch.layout().columns(range.field());
    return KleiberException.usage(
        String.format(
            Locale.ROOT,
            "%s%s %d at place %d of sequence %d, and the model knows %d to %d; give it the"
                + " tokenizer and the data that it was made for",
            where,
            range.field().what(),
            values[at],
            at % columns,
            first + at / columns,
            Math.max(range.least(), 0),
            range.most()));
  }
}
