package kleiber.engine.reference;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** A tensor of doubles. */
public final class ReferenceTensor implements Tensor {
  private final double[] memory;
  private final Layout layout;
  private final int offset;
  private final int rowStride;

  ReferenceTensor(double[] memory, Layout layout) {
    this.memory = memory;
    this.layout = layout;
    this.offset = Math.toIntExact(layout.offset());
    this.rowStride = layout.rowStride();
  }

  static ReferenceTensor of(Tensor tensor) {
    return (ReferenceTensor) tensor;
  }

  double get(int row, int column) {
    return memory[offset + row * rowStride + column];
  }

  void set(int row, int column, double value) {
    memory[offset + row * rowStride + column] = value;
  }

  void add(int row, int column, double value) {
    memory[offset + row * rowStride + column] += value;
  }

  /** What is done at a row and column. */
  interface Place {
    void at(int row, int column);
  }

  /** What an element is to be. */
  interface Formula {
    double at(int row, int column);
  }

  /** Visits all elements, row by row. */
  void each(Place place) {
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns(); column++) {
        place.at(row, column);
      }
    }
  }

  /** Overwrites all elements. */
  void setEach(Formula formula) {
    each((row, column) -> set(row, column, formula.at(row, column)));
  }

  /** Adds to all elements. */
  void addEach(Formula formula) {
    each((row, column) -> add(row, column, formula.at(row, column)));
  }

  /** Zeroes a gradient that is to be overwritten, so that the rest can add. */
  static void begin(Variable x, Gradient gradient) {
    if (x.hasGradient() && gradient == Gradient.OVERWRITE) {
      of(x.gradient()).setEach((row, column) -> 0);
    }
  }

  /** Element {@code index} of a contiguous tensor. */
  public double at(int index) {
    return memory[offset + index];
  }

  /** All elements of a contiguous tensor. */
  public double[] toDoubles() {
    return java.util.Arrays.copyOfRange(memory, offset, offset + Math.toIntExact(size()));
  }

  /** Overwrites element {@code index} of a contiguous tensor. */
  public void put(int index, double value) {
    memory[offset + index] = value;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Tensor view(Layout view) {
    return new ReferenceTensor(memory, view);
  }

  @Override
  public void read(long from, float[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = (float) at((int) from + i);
    }
  }

  @Override
  public void write(long from, float[] source, int at, int count) {
    for (int i = 0; i < count; i++) {
      put((int) from + i, source[at + i]);
    }
  }

  @Override
  public void writeInts(int[] source) {
    for (int i = 0; i < source.length; i++) {
      put(i, source[i]);
    }
  }
}
