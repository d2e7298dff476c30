package kleiber.engine.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.testing.UsableBackend;
import org.junit.jupiter.api.Test;

/** Memory beyond what 32 bits can count; untouched memory takes none. */
class LargeTensorTest {
  private static final int ELEMENTS = 1_600_000_000;

  @Test
  void aTensorOfSixGibibytesIsReadAndWrittenAtItsEnd() {
    try (Backend backend = UsableBackend.open("cpu", 1)) {
      Tensor tensor = backend.allocate(ELEMENTS);
      float[] values = {1, 2, 3};
      tensor.slice(ELEMENTS - 100, 100).write(97, values, 0, 3);
      float[] read = new float[4];
      tensor.read(ELEMENTS - 4, read, 0, 4);
      assertThat(read).containsExactly(0, 1, 2, 3);
      Tensor row = tensor.slice(ELEMENTS - 8, 8).reshape(2, 4);
      double squares = backend.kernels().sumOfSquares(row).getAsDouble();
      assertThat(squares).isEqualTo(14);
    }
  }

  @Test
  void aTensorThatJavaCannotSeeIsRefusedByThoseWhoWould() {
    try (Backend backend = Backends.find().open("cpu", "fp32", 1).backend()) {
      Tensor tensor = backend.allocate(ELEMENTS);
      assertThatThrownBy(() -> backend.kernels().sumOfSquares(tensor))
          .isInstanceOf(KleiberException.class)
          .hasMessageContaining("one tensor would take 6,103 MiB");
    }
  }

  @Test
  void memoryThatIsNotThereIsNotPromised() {
    try (Backend backend = Backends.find().open("cpu", "fp32", 1).backend()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  backend.allocate(ELEMENTS);
                }
              })
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageMatching("[\\d,]+ MiB for tensors and more, where [\\d,]+ MiB were free");
    }
  }
}
