package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.from_blob;

import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.DropoutMask;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/** A mask drawn on the host, the same as on every backend, and copied to the device. */
final class TorchDropout implements Runnable {
  private final Dropout dropout;
  private final DropoutMask mask;
  private final Tensor factors;
  private final float[] drawn;
  private final FloatPointer host;
  private final Tensor hostFactors;

  TorchDropout(TorchMemory memory, Dropout dropout, long... shape) {
    this.dropout = dropout;
    this.factors = memory.allocate(shape);
    this.drawn = new float[Math.toIntExact(factors.numel())];
    this.mask = dropout.mask(drawn.length);
    this.host = memory.keep(new FloatPointer((long) drawn.length));
    this.hostFactors = memory.keep(from_blob(host, shape));
  }

  /** What to multiply with: 0 or 1/(1 − rate). */
  Tensor factors() {
    return factors;
  }

  /** Draws the mask of the current call. */
  @Override
  public void run() {
    mask.draw(dropout.call().getAsLong(), 0, drawn, drawn.length);
    host.put(drawn, 0, drawn.length);
    factors.copy_(hostFactors);
  }
}
