package kleiber.engine.reference;

import kleiber.engine.backend.lanes.LaneBackend;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;

/** The specification of the kernels: plain loops in double precision. */
public final class ReferenceBackend implements LaneBackend {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String describe() {
    return "plain loops in double precision";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public Tensor allocate(ElementType type, int... shape) {
    Layout layout = Layout.of(ElementType.F32, shape);
    return new ReferenceTensor(new double[Math.toIntExact(layout.size())], layout);
  }

  @Override
  public Kernels kernels() {
    return new ReferenceKernels();
  }

  @Override
  public long allocatedBytes() {
    return 0;
  }

  @Override
  public void close() {}
}
