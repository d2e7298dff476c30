package kleiber.trainer.batch;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Sequences of one layout, each field an array [sequences, columns] row by row. */
public final class Batch {
  private final BatchLayout layout;
  private final int sequences;
  private final Map<Field, int[]> fields = new EnumMap<>(Field.class);

  /** An empty batch: tokens 0, nothing to predict, nothing padded. */
  public Batch(BatchLayout layout, int sequences) {
    this.layout = layout;
    this.sequences = sequences;
    for (Field field : layout.fields()) {
      fields.put(field, new int[sequences * layout.columns(field)]);
    }
    clear();
  }

  /** Makes it empty again. */
  public void clear() {
    fields.forEach((field, values) -> Arrays.fill(values, empty(field)));
  }

  /** Makes one of its sequences empty again. */
  public void clear(int sequence) {
    fields.forEach(
        (field, values) -> {
          int from = start(field, sequence);
          Arrays.fill(values, from, from + layout.columns(field), empty(field));
        });
  }

  private int empty(Field field) {
    return switch (field) {
      case TARGETS, PAIR_TARGET -> Field.IGNORED;
      case LENGTH -> layout.length();
      case SOURCE_LENGTH -> layout.columns(Field.SOURCE);
      case TOKENS, SEGMENTS, SOURCE -> 0;
    };
  }

  /** Its layout. */
  public BatchLayout layout() {
    return layout;
  }

  /** Sequences B. */
  public int sequences() {
    return sequences;
  }

  /** The field's memory: what is written here is in the batch. */
  public int[] get(Field field) {
    int[] values = fields.get(field);
    if (values == null) {
      throw new IllegalArgumentException("no field " + field + " in batches of " + layout);
    }
    return values;
  }

  /** Where {@code sequence} starts in the memory of {@code field}. */
  public int start(Field field, int sequence) {
    return sequence * layout.columns(field);
  }

  /** Entries of a target field that are not ignored. */
  public long targetCount(Field field) {
    long count = 0;
    for (int target : get(field)) {
      count += target == Field.IGNORED ? 0 : 1;
    }
    return count;
  }

  /** Copies sequences {@code first} and on of {@code source}, as many as fit. */
  public void copyFrom(Batch source, int first) {
    for (Field field : layout.fields()) {
      int[] values = get(field);
      System.arraycopy(source.get(field), source.start(field, first), values, 0, values.length);
    }
  }
}
