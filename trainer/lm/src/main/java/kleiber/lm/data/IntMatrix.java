package kleiber.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import kleiber.core.KleiberException;

/** A rectangular array of integers from JSON, with its place in the file for error messages. */
record IntMatrix(String place, int[][] values) {
  /** The largest entry of which there can be one more. */
  static final int LARGEST = Integer.MAX_VALUE - 1;

  /** Reads [rows][columns]. */
  static IntMatrix read(String place, JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw KleiberException.corrupt(place + " is not an array of sequences");
    }
    int[][] values = new int[node.size()][];
    for (int row = 0; row < values.length; row++) {
      values[row] = vector(place + "[" + row + "]", node.get(row));
      if (values[row].length != values[0].length) {
        throw KleiberException.corrupt(
            place
                + "["
                + row
                + "] has "
                + values[row].length
                + " entries, not "
                + values[0].length);
      }
    }
    return new IntMatrix(place, values);
  }

  /** Reads [rows] as a matrix of one column. */
  static IntMatrix readColumn(String place, JsonNode node) {
    int[] vector = vector(place, node);
    int[][] values = new int[vector.length][1];
    for (int row = 0; row < vector.length; row++) {
      values[row][0] = vector[row];
    }
    return new IntMatrix(place, values);
  }

  private static int[] vector(String place, JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw KleiberException.corrupt(place + " is not an array of integers");
    }
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      if (!node.get(i).canConvertToInt() || !node.get(i).isIntegralNumber()) {
        throw KleiberException.corrupt(place + "[" + i + "] is not an integer: " + node.get(i));
      }
      values[i] = node.get(i).intValue();
    }
    return values;
  }

  int rows() {
    return values.length;
  }

  int columns() {
    return values[0].length;
  }

  int[] row(int row) {
    return values[row];
  }

  /** Refuses entries below {@code least} or above {@code most}. */
  void requireRange(int least, int most) {
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns(); column++) {
        int value = values[row][column];
        if (value < least || value > most) {
          throw KleiberException.corrupt(
              place
                  + "["
                  + row
                  + "]["
                  + column
                  + "] = "
                  + value
                  + " is not from "
                  + least
                  + " to "
                  + most);
        }
      }
    }
  }

  /** Refuses another shape than [rows, columns]. */
  void requireShape(int rows, int columns) {
    if (rows() != rows || columns() != columns) {
      throw KleiberException.corrupt(
          String.format(
              Locale.ROOT,
              "%s has shape [%d, %d], not [%d, %d] as input_ids asks for",
              place,
              rows(),
              columns(),
              rows,
              columns));
    }
  }
}
