package kleiber.lm.model.blueprint;

import java.util.Map;
import java.util.TreeMap;
import kleiber.lm.model.op.Operand;

/** Which columns of a gradient have been written so far. */
final class Written {
  private final int columns;

  /** The ends of disjoint ranges by their beginnings. */
  private final Map<Integer, Integer> ranges = new TreeMap<>();

  Written(int columns) {
    this.columns = columns;
  }

  /** Whether anything has been written. */
  boolean any() {
    return !ranges.isEmpty();
  }

  /** Whether what {@code operand} reads of the value has been written; half of it may not be. */
  boolean has(Operand operand) {
    int from = from(operand);
    int to = from + width(operand);
    int inside = 0;
    for (Map.Entry<Integer, Integer> range : ranges.entrySet()) {
      inside += Math.max(0, Math.min(to, range.getValue()) - Math.max(from, range.getKey()));
    }
    if (inside == 0 && !(operand instanceof Operand.FirstRow)) {
      return false;
    }
    if (inside < to - from) {
      throw new IllegalStateException("only a part of a gradient would be written: " + operand);
    }
    return true;
  }

  /** Marks what {@code operand} reads as written. */
  void add(Operand operand) {
    ranges.merge(from(operand), from(operand) + width(operand), Math::max);
  }

  private static int from(Operand operand) {
    return operand instanceof Operand.Columns part ? part.from() : 0;
  }

  private int width(Operand operand) {
    return operand instanceof Operand.Columns part ? part.columns() : columns;
  }
}
