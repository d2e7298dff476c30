package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.from_blob;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Copies of Java arrays into contiguous tensors of the same element type, wherever they live. */
final class HostValues {
  private HostValues() {}

  static void copy(float[] values, Tensor target) {
    try (FloatPointer source = new FloatPointer(values);
        Tensor host = from_blob(source, target.sizes())) {
      target.copy_(host);
    }
  }

  static void copy(int[] values, Tensor target) {
    try (IntPointer source = new IntPointer(values);
        TensorOptions ints = new TensorOptions(ScalarType.Int);
        Tensor host = from_blob(source, target.sizes(), ints)) {
      target.copy_(host);
    }
  }

  static void copy(long[] values, Tensor target) {
    try (LongPointer source = new LongPointer(values);
        TensorOptions longs = new TensorOptions(ScalarType.Long);
        Tensor host = from_blob(source, target.sizes(), longs)) {
      target.copy_(host);
    }
  }
}
