package kleiber.lm.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import kleiber.engine.tensor.Tensor;

/** Tensors as little-endian floats, copied a block at a time. */
public final class TensorContent {
  private static final int BLOCK = 1 << 14;

  private TensorContent() {}

  /** Writes all elements of a contiguous tensor. */
  public static void write(Tensor tensor, OutputStream out) throws IOException {
    float[] values = new float[BLOCK];
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long from = 0; from < tensor.size(); from += BLOCK) {
      int count = (int) Math.min(BLOCK, tensor.size() - from);
      tensor.read(from, values, 0, count);
      bytes.asFloatBuffer().put(values, 0, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  /** Reads all elements of a contiguous tensor. */
  static void read(InputStream in, Tensor tensor) throws IOException {
    float[] values = new float[BLOCK];
    for (long from = 0; from < tensor.size(); from += BLOCK) {
      int count = (int) Math.min(BLOCK, tensor.size() - from);
      byte[] bytes = in.readNBytes(count * Float.BYTES);
      if (bytes.length < count * Float.BYTES) {
        throw new EOFException("fewer numbers than the model has");
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, 0, count);
      tensor.write(from, values, 0, count);
    }
    if (in.read() >= 0) {
      throw new IOException("more numbers than the model has");
    }
  }
}
