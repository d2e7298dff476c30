package kleiber.cpu;

import java.util.function.LongSupplier;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.DropoutMask;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** Inverted dropout; the backward pass draws the same mask again instead of keeping it. */
final class DropoutLoop implements Op {
  private final Tile x;
  private final Tile y;
  private final Tile dx;
  private final Tile dy;
  private final DropoutMask mask;
  private final LongSupplier call;

  DropoutLoop(Variable x, Variable y, Dropout dropout) {
    this.x = new Tile(CpuTensor.of(x.value()));
    this.y = new Tile(CpuTensor.of(y.value()));
    this.dx = x.hasGradient() ? new Tile(CpuTensor.of(x.gradient())) : null;
    this.dy = x.hasGradient() ? new Tile(CpuTensor.of(y.gradient())) : null;
    this.mask = dropout.mask(x.value().size());
    this.call = dropout.call();
  }

  @Override
  public void forward() {
    apply(x, y);
  }

  @Override
  public void backward() {
    if (dx != null) {
      apply(dy, dx);
    }
  }

  private void apply(Tile from, Tile to) {
    long number = call.getAsLong();
    int size = from.memorySize();
    int tile = from.values.length;
    for (int start = 0; start < size; start += tile) {
      int count = Math.min(tile, size - start);
      from.load(start, count);
      mask.apply(number, start, from.values, to.values, count);
      to.store(start, count);
    }
  }
}
