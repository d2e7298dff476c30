package kleiber.trainer.data;

import java.util.Arrays;

/** A growing list of ints without a box for each. */
final class IntList {
  private int[] values = new int[1 << 12];
  private int size;

  void add(int value) {
    reserve(1);
    values[size++] = value;
  }

  void addAll(int[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, values, size, more.length);
    size += more.length;
  }

  int get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  private void reserve(int more) {
    if (size + more > values.length) {
      values = Arrays.copyOf(values, Math.max(size + more, Math.multiplyExact(values.length, 2)));
    }
  }
}
