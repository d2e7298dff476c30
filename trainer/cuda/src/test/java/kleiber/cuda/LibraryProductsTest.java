package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.cuda.CudaLinearTest.Case;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Precision;
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
    System.setProperty(CublasLt.LIBRARY, "off");
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

  /** So much that the library is worth its start. */
  private static Case large(ElementType outputs, Gradient gradient) {
    int[] size = {1024, 512, 512};
    ElementType bf16 = ElementType.BF16;
    return new Case(size, 0, Precision.BF16, bf16, outputs, bf16, gradient);
  }

  @Test
  void theLibraryDoesAllThreeProductsOfALargeLayer() {
    int before = products();
    for (ElementType outputs : new ElementType[] {ElementType.BF16, ElementType.F32}) {
      new CudaLinearTest().agreesWithSumsInDoublePrecision(large(outputs, Gradient.ADD));
    }
    assertThat(products() - before).isEqualTo(6);
  }

  @Test
  void itAddsAResidualOfTheOutputsTypeOnly() {
    int before = products();
    CudaLinearTest test = new CudaLinearTest();
    test.agreesWithSumsInDoublePrecision(large(ElementType.F32, Gradient.OVERWRITE));
    assertThat(products() - before).isEqualTo(3);
    test.agreesWithSumsInDoublePrecision(large(ElementType.BF16, Gradient.OVERWRITE));
    assertThat(products() - before).isEqualTo(5);
  }

  @Test
  void ownKernelsDoWhatTheLibraryKnowsNoWayFor() {
    int before = products();
    try (StandIn none = StandIn.with("STANDIN_NO_ALGORITHM", 1)) {
      new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.F32, Gradient.ADD));
    }
    assertThat(products()).isEqualTo(before);
  }

  @Test
  void itIsNotLoadedUnlessAskedFor() {
    System.setProperty(CublasLt.LIBRARY, "off");
    int before = products();
    new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.F32, Gradient.ADD));
    assertThat(products()).isEqualTo(before);
  }
}
