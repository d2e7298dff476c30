package kleiber.lm.run;

import kleiber.engine.backend.lanes.LaneBackend;
import kleiber.engine.backend.lanes.SharedGradients;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/** A backend whose lanes share gradients by twos, however small the model. */
record GradientSharingBackend(LaneBackend backend) implements LaneBackend {
  @Override
  public int lanesPerGradient(long size) {
    return 2;
  }

  @Override
  public boolean overwritesGradients() {
    return backend.overwritesGradients();
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String describe() {
    return backend.describe();
  }

  @Override
  public int lanes() {
    return backend.lanes();
  }

  @Override
  public Tensor allocate(ElementType type, int... shape) {
    return backend.allocate(type, shape);
  }

  @Override
  public Kernels kernels() {
    return backend.kernels();
  }

  @Override
  public Kernels kernels(SharedGradients.Side side) {
    return backend.kernels(side);
  }

  @Override
  public long allocatedBytes() {
    return backend.allocatedBytes();
  }

  @Override
  public void close() {
    backend.close();
  }
}
