package kleiber.trainer.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.trainer.kernels.cuda.CudaLinearTest.Case;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products by cuBLASLt, which {@code cublaslt.cpp} stands in for. */
@OnStandIn
class LibraryProductsTest {
  private static final Path LIBRARY = Path.of(Driver.LIBRARY).resolveSibling("libcublasLt.so");

  @BeforeEach
  void askFor() {
    System.setProperty(CublasLt.LIBRARY, LIBRARY.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(CublasLt.LIBRARY);
  }

  private static int products() {
    return NativeLibrary.getInstance(LIBRARY.toString())
        .getGlobalVariableAddress("standin_matmuls")
        .getInt(0);
  }

  static Stream<Case> cases() {
    return CudaLinearTest.cases().filter(c -> c.precision() == Precision.BF16);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreeWithSumsInDoublePrecision(Case c) {
    new CudaLinearTest().agreesWithSumsInDoublePrecision(c);
  }

  private static Case large(ElementType gradients) {
    return cases()
        .filter(c -> c.size() == CudaLinearTest.LARGE && c.firstColumn() == 0)
        .filter(c -> c.xType() == ElementType.BF16 && c.dyType() == gradients)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLibraryDoesAllThreeProductsOfALargeLayer() {
    int before = products();
    new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.BF16));
    assertThat(products() - before).isEqualTo(3);
  }

  @Test
  void ownKernelsDoWhatTheLibraryKnowsNoWayFor() {
    int before = products();
    try (StandIn none = StandIn.with("STANDIN_NO_ALGORITHM", 1)) {
      new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.BF16));
    }
    assertThat(products()).isEqualTo(before);
  }

  @Test
  void itIsNotLoadedUnlessAskedFor() {
    System.clearProperty(CublasLt.LIBRARY);
    int before = products();
    new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.BF16));
    assertThat(products()).isEqualTo(before);
  }
}
