package kleiber.lm.batch;

import java.util.Arrays;
import java.util.List;

/** Sequences of one layout, each field an array [sequences, columns] row by row. */
public final class Batch {
  private final BatchLayout layout;
  private final int sequences;
  private final List<Field> fields;

  /** By the field's ordinal, null where there is no such field. */
  private final int[][] values = new int[Field.values().length][];

  /** An empty batch: tokens 0, nothing to predict, nothing padded. */
  public Batch(BatchLayout layout, int sequences) {
    this.layout = layout;
    this.sequences = sequences;
    this.fields = layout.fields();
    for (Field field : fields) {
      int[] memory = new int[sequences * layout.columns(field)];
      Arrays.fill(memory, empty(field));
      values[field.ordinal()] = memory;
    }
  }

  /** Makes one of its sequences empty again. */
  public void clear(int sequence) {
    for (Field field : fields) {
      int from = start(field, sequence);
      Arrays.fill(get(field), from, from + layout.columns(field), empty(field));
    }
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
    int[] memory = values[field.ordinal()];
    if (memory == null) {
      throw new IllegalArgumentException("no field " + field + " in batches of " + layout);
    }
    return memory;
  }

  /** Where {@code sequence} starts in the memory of {@code field}. */
  public int start(Field field, int sequence) {
    return sequence * (get(field).length / sequences);
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
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      int[] target = get(field);
      System.arraycopy(source.get(field), source.start(field, first), target, 0, target.length);
    }
  }
}
