package kleiber.engine.tensor;

/** A few numbers that no kernel reads, in memory of the program itself. */
public final class HostTensor implements Tensor {
  private final float[] values;
  private final Layout layout;

  /** All zero. */
  public HostTensor(int size) {
    this(new float[size], Layout.of(ElementType.F32, size));
  }

  private HostTensor(float[] values, Layout layout) {
    this.values = values;
    this.layout = layout;
  }

  /** A single element. */
  public float get(int index) {
    return values[Math.toIntExact(layout.offset()) + index];
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Tensor view(Layout view) {
    return new HostTensor(values, view);
  }

  @Override
  public void read(long offset, float[] target, int at, int count) {
    System.arraycopy(values, Math.toIntExact(layout.offset() + offset), target, at, count);
  }

  @Override
  public void write(long offset, float[] source, int at, int count) {
    System.arraycopy(source, at, values, Math.toIntExact(layout.offset() + offset), count);
  }

  @Override
  public void writeInts(int[] source) {
    throw new IllegalArgumentException("a host tensor holds floats");
  }
}
