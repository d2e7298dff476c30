package kleiber.cuda;

import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;

/** A tensor in the card's memory. */
final class CudaTensor implements Tensor {
  private final Card card;
  private final Block block;
  private final Layout layout;

  CudaTensor(Card card, Block block, Layout layout) {
    this.card = card;
    this.block = block;
    this.layout = layout;
  }

  /** A cast with a message: tensors of another backend cannot be used here. */
  static CudaTensor of(Tensor tensor) {
    if (tensor instanceof CudaTensor own) {
      return own;
    }
    throw new IllegalArgumentException("not a tensor of the cuda backend: " + tensor);
  }

  /** The address of a tensor's first element; 0, which kernels read as none, for null. */
  static long address(Tensor tensor) {
    return tensor == null ? 0 : of(tensor).address();
  }

  /** The address of a contiguous tensor's first element. */
  static long vector(Tensor tensor) {
    if (tensor != null) {
      tensor.layout().requireContiguous();
    }
    return address(tensor);
  }

  /** The address of the first element. */
  long address() {
    return block.address() + layout.offset() * type().bytes();
  }

  /** The address of the first element's copy in bf16, which follows every change. */
  long roundedAddress() {
    return block.rounded() + layout.offset() * ElementType.BF16.bytes();
  }

  Block block() {
    return block;
  }

  /** How kernels call the element type: f32 or bf16. */
  static String name(Tensor tensor) {
    return tensor.type() == ElementType.BF16 ? "bf16" : "f32";
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Tensor view(Layout view) {
    return new CudaTensor(card, block, view);
  }

  @Override
  public void read(long offset, float[] target, int at, int count) {
    layout.requireContiguous();
    long source = address() + offset * type().bytes();
    if (type() == ElementType.BF16) {
      card.uploads().readRounded(source, target, at, count);
    } else {
      card.uploads().read(source, target, at, count);
    }
  }

  @Override
  public void write(long offset, float[] source, int at, int count) {
    layout.requireContiguous();
    if (type() != ElementType.F32) {
      throw new IllegalArgumentException("cannot write floats to a tensor of " + type());
    }
    block.changed();
    card.uploads().floats(address() + offset * type().bytes(), source, at, count);
  }

  @Override
  public void writeInts(int[] source) {
    card.uploads().ints(address(), source);
  }
}
