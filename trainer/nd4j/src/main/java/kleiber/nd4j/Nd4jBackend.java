package kleiber.nd4j;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.backend.lanes.LaneBackend;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The portable backend: every kernel in ND4J operations, so that the same code runs on nd4j-native
 * and, under the Maven profile {@code nd4j-cuda}, on NVIDIA GPUs. A GPU is one lane, and takes a
 * flat buffer in one call. On processors ND4J's own threads gain nothing at these sizes, so there
 * is one lane per core.
 */
final class Nd4jBackend implements LaneBackend {
  private final int lanes;
  private final List<DataBuffer> buffers = new ArrayList<>();
  private long allocatedBytes;

  /**
   * @param lanes threads that train at once, 1 on a GPU
   */
  Nd4jBackend(int lanes) {
    this.lanes = lanes;
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public String describe() {
    return "nd4j: " + Nd4j.getBackend().getClass().getSimpleName() + " 1.0.0-M2.1";
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public long chunk(long size) {
    return lanes == 1 ? Integer.MAX_VALUE : LaneBackend.super.chunk(size);
  }

  @Override
  public synchronized Tensor allocate(ElementType type, int... shape) {
    Layout layout = Layout.of(type, shape);
    DataType nd4jType =
        switch (type) {
          case F32 -> DataType.FLOAT;
          case BF16 -> DataType.BFLOAT16;
          case I32 -> DataType.INT;
        };
    DataBuffer buffer = Nd4j.zeros(nd4jType, Math.max(1, layout.size())).data();
    buffers.add(buffer);
    allocatedBytes += layout.size() * type.bytes();
    return new Nd4jTensor(buffer, layout);
  }

  @Override
  public Kernels kernels() {
    return new Nd4jKernels();
  }

  @Override
  public synchronized long allocatedBytes() {
    return allocatedBytes;
  }

  @Override
  public synchronized void close() {
    buffers.forEach(
        buffer -> {
          if (!buffer.wasClosed()) {
            buffer.close();
          }
        });
    buffers.clear();
  }
}
