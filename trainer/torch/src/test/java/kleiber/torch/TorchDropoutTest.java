package kleiber.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.junit.jupiter.api.Test;

/** Lanes draw their parts of one mask. */
class TorchDropoutTest {
  @Test
  void aPartOfABatchHasItsPartOfTheMask() {
    try (Backend backend = Backends.find().open("torch", "fp32", 1).backend()) {
      float[] whole = mask(backend, 5, BatchPart.WHOLE);
      float[] part = mask(backend, 2, new BatchPart(3, 2));
      assertThat(part).isEqualTo(Arrays.copyOfRange(whole, 3 * 70, 5 * 70)).contains(0f);
    }
  }

  /** The mask of so many sequences of ten rows of seven. */
  private static float[] mask(Backend backend, int sequences, BatchPart part) {
    Tensor ones = backend.allocate(10 * sequences, 7);
    float[] values = new float[70 * sequences];
    Arrays.fill(values, 1f);
    ones.set(values);
    Tensor y = backend.allocate(10 * sequences, 7);
    Dropout dropout = new Dropout(0.4, 9, () -> 2, part);
    backend.kernels().dropout(Variable.constant(ones), Variable.constant(y), dropout).forward();
    return y.toArray();
  }
}
