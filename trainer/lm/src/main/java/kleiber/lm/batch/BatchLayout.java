package kleiber.lm.batch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which fields the sequences of a batch have, and how many integers of each. */
public final class BatchLayout {
  private final Map<Field, Integer> columns = new EnumMap<>(Field.class);

  private BatchLayout() {}

  /** A language model from left to right: T tokens and the T tokens one further on. */
  public static BatchLayout causal(int length) {
    return new BatchLayout().with(Field.TOKENS, length).with(Field.TARGETS, length);
  }

  /** A masked language model over a padded pair of segments, and a class of the pair. */
  public static BatchLayout masked(int length) {
    return causal(length)
        .with(Field.SEGMENTS, length)
        .with(Field.LENGTH, 1)
        .with(Field.PAIR_TARGET, 1);
  }

  /** An encoder's input, and the decoder's tokens and targets. */
  public static BatchLayout sequenceToSequence(int sourceLength, int length) {
    return causal(length).with(Field.SOURCE, sourceLength).with(Field.SOURCE_LENGTH, 1);
  }

  private BatchLayout with(Field field, int count) {
    columns.put(field, count);
    return this;
  }

  /** Integers a sequence of {@code field}, 0 where there is no such field. */
  public int columns(Field field) {
    return columns.getOrDefault(field, 0);
  }

  /** The fields in their fixed order. */
  public List<Field> fields() {
    return List.copyOf(columns.keySet());
  }

  /** The fields that losses are taken against. */
  public List<Field> targets() {
    return columns.keySet().stream().filter(Field::isTarget).toList();
  }

  /** Positions T of {@link Field#TOKENS}. */
  public int length() {
    return columns(Field.TOKENS);
  }

  /**
   * Tokens per sequence, as published budgets count them: the encoder's input where there is an
   * encoder, padding included.
   */
  public int tokens() {
    return columns.containsKey(Field.SOURCE) ? columns(Field.SOURCE) : length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchLayout layout && columns.equals(layout.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
