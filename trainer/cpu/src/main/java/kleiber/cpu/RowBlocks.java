package kleiber.cpu;

import java.util.function.Consumer;
import kleiber.engine.tensor.ElementType;

/**
 * Elementwise work on matrices of one shape in fp32, whatever type they have: blocks of rows are
 * converted while they are in the cache. oneDNN's functions of bf16 are slower than conversion and
 * function together.
 */
final class RowBlocks {
  /** Elements per block: 128 KiB of fp32. */
  private static final int ELEMENTS = 1 << 15;

  private final Lane lane;
  private final int rows;
  private final int columns;

  RowBlocks(Lane lane, int rows, int columns) {
    this.lane = lane;
    this.rows = rows;
    this.columns = columns;
  }

  /** Calls {@code body} for every block, in the order of its steps. */
  void bind(Steps steps, Consumer<Block> body) {
    int most = Math.max(1, ELEMENTS / columns);
    for (int from = 0; from < rows; from += most) {
      body.accept(new Block(lane, from, Math.min(most, rows - from), columns, steps));
    }
  }

  /** Some rows; what it adds to {@code steps} is computed on them. */
  record Block(Lane lane, int from, int rows, int columns, Steps steps) {
    /** The rows of {@code matrix} in fp32, converted if need be. */
    DnnlOperand read(DnnlOperand matrix, String role) {
      DnnlOperand part = matrix.rows(from, rows);
      if (part.hasType(ElementType.F32)) {
        return part;
      }
      DnnlOperand copy = scratch(role);
      steps.add(lane.primitives().reorder(part, copy));
      return copy;
    }

    /** Where to compute the rows of {@code matrix} in fp32, before {@link #write}. */
    DnnlOperand target(DnnlOperand matrix, String role) {
      return matrix.hasType(ElementType.F32) ? matrix.rows(from, rows) : scratch(role);
    }

    /** Converts what was computed for the rows of {@code matrix}, if need be. */
    void write(DnnlOperand computed, DnnlOperand matrix) {
      if (!matrix.hasType(ElementType.F32)) {
        steps.add(lane.primitives().reorder(computed, matrix.rows(from, rows)));
      }
    }

    /** Memory for a block. */
    DnnlOperand scratch(String role) {
      return DnnlOperand.dense(
          lane.scratch().of("block of " + role, (long) rows * columns), rows, columns);
    }
  }
}
