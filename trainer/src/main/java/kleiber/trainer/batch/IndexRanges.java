package kleiber.trainer.batch;

import java.util.List;
import java.util.Locale;
import kleiber.trainer.KleiberException;

/**
 * What the integers of a batch may be: all that a model looks up by. Kernels trust them, and memory
 * outside a table would be read or written otherwise; so every batch is checked here before a
 * backend sees it, the same way for all.
 *
 * @param ranges one for each field of the layout
 */
public record IndexRanges(List<Range> ranges) {
  /** Values of a field from {@code least} to {@code most}. */
  public record Range(Field field, int least, int most) {}

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
      int smallest = Integer.MAX_VALUE;
      int largest = Integer.MIN_VALUE;
      for (int value : batch.get(range.field())) {
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
      }
      if (smallest < range.least() || largest > range.most()) {
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
